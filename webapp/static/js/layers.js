// @ts-check
/**
 * What lies over the page: dialogs, menus and the sidebar as a drawer. Focus goes in, and back
 * when they close.
 */
import { shortcut } from "./shortcuts.js";

/** Begins to listen. */
export function start() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    openDialog(target);
    closeDialog(target);
    toggleMenu(target);
    const drawer = /** @type {HTMLElement | null} */ (target.closest("[data-drawer]"));
    if (drawer) drawer.dataset.drawer === "open" ? openDrawer(drawer) : closeDrawer();
    else if (target.id === "app") closeDrawer();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (closeMenu() || closeDrawer())) event.preventDefault();
    else if (openMenu) walkMenu(event);
  });
  shortcut("Ctrl+\\", toggleSidebar);
}

/** @param {Element} target */
function openDialog(target) {
  const opener = /** @type {HTMLElement | null} */ (target.closest("[data-dialog]"));
  const dialog = opener && document.getElementById(opener.dataset.dialog ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  closeMenu();
  dialog.showModal();
}

/** @param {Element} target */
function closeDialog(target) {
  const dialog = target.closest("dialog");
  // A press beside the dialog is a press on the dialog element itself, outside its form.
  if (dialog && (target === dialog || target.closest("[data-close]"))) dialog.close();
}

/** @type {{menu: HTMLElement, button: HTMLElement} | null} */
let openMenu = null;

/** @param {Element} target */
function toggleMenu(target) {
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-menu]"));
  const menu = button && document.getElementById(button.dataset.menu ?? "");
  const wasOpen = openMenu?.menu === menu;
  if (openMenu && !(openMenu.menu.contains(target) && !target.closest("[role=menuitem]")))
    closeMenu();
  if (!button || !menu || wasOpen) return;
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  openMenu = { menu, button };
  items(menu)[0]?.focus();
}

/** @returns {boolean} whether one was open */
function closeMenu() {
  if (!openMenu) return false;
  const { menu, button } = openMenu;
  const inside = menu.contains(document.activeElement);
  menu.hidden = true;
  button.setAttribute("aria-expanded", "false");
  openMenu = null;
  if (inside) button.focus();
  return true;
}

/** @param {HTMLElement} menu */
function items(menu) {
  return /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("[role=menuitem]")]);
}

/** @param {KeyboardEvent} event */
function walkMenu(event) {
  if (!openMenu) return;
  if (event.key === "Tab") {
    closeMenu();
    return;
  }
  const all = items(openMenu.menu);
  const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  all[(next + all.length) % all.length]?.focus();
}

/** @type {HTMLElement | null} */
let drawerOpener = null;

/** @param {HTMLElement | null} opener */
function openDrawer(opener) {
  const app = document.getElementById("app");
  const main = document.getElementById("main");
  if (!app || !main) return;
  drawerOpener = opener;
  app.classList.add("drawer");
  main.inert = true;
  opener?.setAttribute("aria-expanded", "true");
  /** @type {HTMLElement | null} */ (document.querySelector("#side [data-drawer=close]"))?.focus();
}

/** @returns {boolean} whether it was open */
function closeDrawer() {
  const app = document.getElementById("app");
  const main = document.getElementById("main");
  if (!app?.classList.contains("drawer") || !main) return false;
  app.classList.remove("drawer");
  main.inert = false;
  drawerOpener?.setAttribute("aria-expanded", "false");
  drawerOpener?.focus();
  drawerOpener = null;
  return true;
}

/** Wide: folds the sidebar to the rail and back. Narrower: opens and closes the drawer. */
function toggleSidebar() {
  const app = document.getElementById("app");
  const side = document.getElementById("side");
  if (!app || !side || closeDrawer()) return;
  if (app.classList.contains("folded") || side.offsetParent !== null)
    app.classList.toggle("folded");
  else openDrawer(null);
}
