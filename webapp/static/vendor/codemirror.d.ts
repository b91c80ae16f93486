/** What the bundle offers to the page's own modules; build.mjs puts this beside it. */
export interface Wishes {
  parent: HTMLElement;
  text: string;
  label: string;
  nonce?: string;
  placeholder?: string;
  firstLineIsName?: boolean;
  onChange?: () => void;
  onBlur?: () => void;
  onTooMuch?: () => void;
  words?: Record<"find" | "previous" | "next" | "close" | "count" | "none", string>;
}
export interface Editor {
  text(): string;
  setText(text: string): void;
  focus(): void;
  find(): void;
  change(changes: { from: number; to: number; insert: string }[]): void;
  addBlock(markdown: string): void;
  format(name: string): void;
  view: { state: { doc: { length: number } }; dispatch(change: object): void };
}
export function createEditor(wishes: Wishes): Editor;
export function lineEndOf(text: string): "\n" | "\r\n" | "\r";
