// What can be wrong with the look of a page, told in words. Run in the page by looks.py.
(() => {
  const isShown = (one) =>
    one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !one.closest(".sr, .skip, [inert], [aria-hidden=true]");
  const called = (one) => {
    const words = one.getAttribute("aria-label") || one.textContent.trim().slice(0, 30) || one.id;
    return `<${one.localName} ${one.className}> ${words}`;
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isShown);

  /** Nothing is wider than the window, and nothing leaves the part of the page it belongs to. */
  function sideways() {
    const page = document.scrollingElement;
    const found = [];
    if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} px wide`);
    for (const one of all("a, button, input, select, textarea, h1, h2, p, td, .who")) {
      const { left, right, width } = one.getBoundingClientRect();
      if (one.closest("pre, .prose table, .subnav") || !width) continue;
      const place = one.closest(".marginalia, .scroll, .side, body").getBoundingClientRect();
      // What can be pressed may stand out by its own edge, so that its words are in line.
      const edge = 0.6 * parseFloat(getComputedStyle(document.documentElement).fontSize);
      const from = Math.max(place.left - edge, 0);
      const to = Math.min(place.right + edge, innerWidth);
      if (left < from - 1 || right > to + 1) found.push(`${called(one)} leaves its place`);
    }
    return found;
  }

  /** One h1, one main, named places to go, no id twice, a title that says nothing. */
  function order() {
    const found = [];
    const heads = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility());
    if (heads.length !== 1) found.push(`${heads.length} h1`);
    if (all("main").length !== 1) found.push(`${all("main").length} main`);
    const places = all("nav").map((one) => one.getAttribute("aria-label"));
    if (places.some((name) => !name) || new Set(places).size !== places.length)
      found.push(`navs called ${places}`);
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at)))
      found.push(`the id ${id} twice`);
    if (!document.documentElement.lang) found.push("no language");
    if (document.title !== "Quietleaf") found.push(`a title that says ${document.title}`);
    return found;
  }

  /** Buttons and fields are large enough to be hit: WCAG 2.5.8. */
  function small() {
    const found = [];
    for (const one of all(":is(button, input, select, .btn):not([type=file], :disabled)")) {
      const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
      if (Math.min(width, height) < 23.5) found.push(`${called(one)} is ${width} by ${height}`);
    }
    return found;
  }

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  /** Any colour of CSS as red, green, blue and cover. */
  function parts(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, cover] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, cover / 255];
  }
  const over = (top, below) =>
    [0, 1, 2].map((n) => top[n] * top[3] + below[n] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  /** What lies behind a text; null over a picture or a gradient. */
  function ground(one) {
    const layers = [];
    for (let place = one; place; place = place.parentElement) {
      const style = getComputedStyle(place);
      if (style.backgroundImage !== "none") return null;
      const colour = parts(style.backgroundColor);
      if (colour[3]) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  }

  /** Text can be read: WCAG 1.4.3. */
  function faint() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const one = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !isShown(one)) continue;
      if (one.closest("option, :disabled, [aria-disabled=true]")) continue;
      const style = getComputedStyle(one);
      const behind = ground(one);
      if (!behind) continue;
      const [a, b] = [over(parts(style.color), behind), behind].map(light);
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) found.add(`${called(one)} has contrast ${ratio.toFixed(2)}`);
    }
    return [...found];
  }

  /** What has the focus, and what is wrong with how that is seen. */
  function focused() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one);
    const { left, top, width, height } = one.getBoundingClientRect();
    const wrong = [];
    // In the editor the caret shows it.
    if (!one.isContentEditable && (style.outlineStyle === "none" || !parseFloat(style.outlineWidth)))
      wrong.push(`${called(one)} shows no focus`);
    const middle = document.elementFromPoint(left + width / 2, top + height / 2);
    if (!middle || !(one.contains(middle) || middle.contains(one)))
      wrong.push(`${called(one)} has the focus and is not seen`);
    return { key: [...document.querySelectorAll("*")].indexOf(one), wrong };
  }

  return { sideways, order, small, faint, focused };
})()
