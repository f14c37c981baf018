// @ts-check
// Mends what the theme leaves out of reach of the keyboard or without a name: labels that act as buttons, the drawer of
// the navigation, and what its script adds to a page.

const NARROW = "(max-width: 76.234375em)"; // where the theme puts the navigation into a drawer
const KEPT = "guide-shortcuts";

/** @param {string} selector @param {ParentNode} [within] */
const all = (selector, within = document) =>
  /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);

/**
 * The theme takes whatever the head names as an alternate for the page in another language, and asks for a sitemap beside
 * each. It looks when the page is there, and not for what has a space behind it, which changes nothing for anyone else.
 */
const keepAlternates = () => {
  for (const link of /** @type {HTMLLinkElement[]} */ (all("head > link[rel=alternate]"))) link.rel = "alternate ";
};

/** The check box that an element switches. @param {Element} element */
const toggleOf = (element) =>
  /** @type {HTMLInputElement | null} */ (document.getElementById(element.getAttribute("for") ?? ""));

/** The sections of the guide, in the drawer too: around the one of this page, which stands there. */
const copySections = () => {
  const list = document.querySelector(".md-nav--primary > .md-nav__list");
  const here = list?.firstElementChild;
  for (const tab of all(".md-tabs__list > li")) {
    const link = /** @type {HTMLElement} */ (tab.querySelector("a"));
    const entry = tab.matches(".md-tabs__item--active") && here ? here : document.createElement("li");
    if (entry !== here) {
      entry.className = tab.matches(".more") ? "md-nav__item more" : "md-nav__item";
      entry.append(link.cloneNode(true));
    }
    list?.append(entry);
    link.className = "md-tabs__link";
    tab.classList.add("md-tabs__item");
  }
};

/** What the theme's script looks for when the page is there, and no page needs without it. */
const serveTheme = () => {
  for (const link of all("#__contents a")) link.className = "md-nav__link";
  for (const link of all('a[id^="cite-"]')) link.className = "footnote-ref"; // whose note it shows where they stand
  for (const list of all(".md-nav__list")) list.dataset.mdScrollfix = "";
  const top = '<button type="button" class="md-top md-icon" data-md-component="top" hidden>';
  const up = '<svg class="icon-arrow-up"></svg>Back to top</button>';
  document.querySelector("main")?.insertAdjacentHTML("beforeend", top + up);
};

/** The contents of the page, where they open over it: they close at a choice, and their button tells what is being read. */
const followContents = () => {
  const contents = document.getElementById("__contents");
  const place = document.querySelector("[popovertarget] > span");
  if (!contents || !place) return;
  contents.addEventListener("click", ({ target }) => {
    const chosen = target instanceof Element && target.closest("a");
    if (chosen && contents.matches(":popover-open")) contents.hidePopover();
  });
  // Above the bar a page may have a banner, which scrolls away.
  contents.addEventListener("beforetoggle", () => {
    const { bottom } = /** @type {Element} */ (place.closest(".where")).getBoundingClientRect();
    contents.style.setProperty("--below", `${bottom}px`);
  });
  const links = /** @type {HTMLAnchorElement[]} */ (all("a", contents));
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const tell = () => {
    const here = sections.findLastIndex((one) => one && one.getBoundingClientRect().top < 100); // just below the bar
    place.textContent = here < 0 ? "" : `: ${links[here].textContent?.trim()}`;
  };
  addEventListener("scroll", () => requestAnimationFrame(tell), { passive: true });
};

/** Chromium prints what is fixed, as the foot of each sheet is, only from the top of a page. */
const printFromTop = () => {
  let left = 0;
  addEventListener("beforeprint", () => {
    left = scrollY;
    scrollTo({ top: 0, behavior: "instant" });
  });
  addEventListener("afterprint", () => scrollTo({ top: left, behavior: "instant" }));
};

/** A link to a folded section, or into one, unfolds it before it leads there. */
const unfoldTargets = () => {
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element && target.closest("a");
    if (!link || !link.hash || link.pathname !== location.pathname) return;
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const section = place?.matches(".foldable") ? place.nextElementSibling : place?.closest(".folded");
    section?.setAttribute("open", "open");
  });
};

/** What a switch is called, by what it does. @param {HTMLElement} label */
const nameOf = (label) => {
  if (label.matches(".md-header__button")) return label.matches('[for="__drawer"]') ? "Navigation" : "Search";
  if (label.matches(".md-search__icon")) return "Close the search";
  const text = (label.textContent || label.parentElement?.textContent || "").trim();
  return label.matches(".md-nav__title") ? `${text}: back` : `${text}: pages`;
};

/** Labels that switch a hidden check box become buttons. They keep `for`, by which the theme's style knows them. */
const makeButtons = () => {
  const ours = '.md-header__button[for^="__"], .md-search__icon[for], .md-nav__link[for], .md-nav__title[for]';
  for (const label of all(ours)) {
    const toggle = toggleOf(label);
    const apart = label.matches(".md-nav__title") && !label.closest(".md-sidebar--primary");
    if (toggle?.type !== "checkbox" || apart || label.querySelector("a")) continue;
    const button = document.createElement("button");
    for (const name of ["class", "for", "id"]) {
      if (label.hasAttribute(name)) button.setAttribute(name, label.getAttribute(name) ?? "");
    }
    button.type = "button";
    button.setAttribute("aria-label", nameOf(label));
    button.append(...label.childNodes);
    button.addEventListener("click", () => toggle.click());
    label.replaceWith(button);
  }
};

/** Each button says whether what it opens is open, and can be pressed only where that does something. */
const describeButtons = () => {
  for (const button of /** @type {HTMLButtonElement[]} */ (all("button[for]"))) {
    button.setAttribute("aria-expanded", String(toggleOf(button)?.checked));
    const still = button.matches(".md-nav__title") && !matchMedia(NARROW).matches;
    button.disabled = still || getComputedStyle(button).pointerEvents === "none";
  }
};

/** A way out of the drawer that can be seen and reached. @param {HTMLInputElement} drawer @param {HTMLElement} within */
const addClose = (drawer, within) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "md-icon drawer-close";
  button.setAttribute("aria-label", "Close the navigation");
  button.textContent = "×";
  button.addEventListener("click", () => drawer.click());
  within.prepend(button);
  return button;
};

/** While the drawer is open it alone can be reached; Escape closes it, and the focus goes back to where it was. */
const guardDrawer = () => {
  const drawer = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
  const sidebar = /** @type {HTMLElement | null} */ (document.querySelector(".md-sidebar--primary"));
  const opener = /** @type {HTMLElement | null} */ (document.querySelector('.md-header__button[for="__drawer"]'));
  if (!drawer || !sidebar || !opener) return;
  const close = addClose(drawer, sidebar);
  const behind = "[data-md-component=skip], .md-banner, .md-header, .md-content, .md-footer, .md-top";
  const narrow = matchMedia(NARROW);
  const arrange = () => {
    const open = drawer.checked && narrow.matches;
    for (const element of all(behind)) element.inert = open;
    describeButtons();
    return open;
  };
  drawer.addEventListener("change", () => (arrange() ? close : opener).focus());
  narrow.addEventListener("change", arrange);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked && narrow.matches) drawer.click();
  });
};

/**
 * The list of versions opens where it has the focus or the mouse, as the theme has it. Escape closes it, and the focus
 * goes back to its button, which opens it again. @param {HTMLElement} button
 */
const guardVersions = (button) => {
  const whole = /** @type {HTMLElement} */ (button.parentElement);
  const shown = button.textContent ?? "";
  const open = () => whole.matches(":is(:hover, :focus-within):not(.closed)");
  const arrange = (/** @type {boolean} */ closed) => {
    whole.classList.toggle("closed", closed);
    button.setAttribute("aria-expanded", String(open()));
  };
  const stay = () => arrange(whole.matches(".closed:is(:hover, :focus-within)"));
  for (const name of ["focusin", "focusout", "mouseenter", "mouseleave"]) {
    whole.addEventListener(name, () => queueMicrotask(stay)); // when the focus has left
  }
  button.addEventListener("click", () => arrange(false));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open()) return;
    if (whole.matches(":focus-within")) button.focus();
    arrange(true);
  });
  button.setAttribute("aria-label", `Version ${shown}: choose another`);
  all(".md-version__link", whole).find((link) => link.textContent === shown)?.setAttribute("aria-current", "true");
  button.textContent = shown.replace(/ .*/, ""); // in the header there is no room to call it the newest
  stay();
};

/** A table that is wider than its place can be scrolled by keyboard, once it has the focus. @param {HTMLElement} around */
const reachTable = (around) =>
  new ResizeObserver(() => {
    const scrolls = around.scrollWidth > around.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Table, wider than the page"]]) {
      if (scrolls) around.setAttribute(name, value);
      else around.removeAttribute(name);
    }
  }).observe(around);

/** Names for what the theme's script adds: tooltips, buttons that copy, the list of versions. @param {Element} added */
const nameAdded = (added) => {
  for (const one of [added, ...added.querySelectorAll("*")]) {
    if (one.matches(".md-tooltip2")) {
      if (one.getAttribute("role") === "dialog") one.setAttribute("aria-label", "Reference");
      if (one instanceof HTMLElement) one.hidden = false;
      if (one.parentElement === document.body) document.querySelector("main")?.append(one); // into a landmark
    } else if (one.matches(".md-code__nav")) one.setAttribute("role", "none");
    else if (one.matches(".md-code__button")) one.setAttribute("aria-label", one.getAttribute("title") ?? "Copy");
    else if (one instanceof HTMLElement && one.matches(".md-version__current")) guardVersions(one);
    else if (one instanceof HTMLElement && one.matches(".md-typeset__scrollwrap")) reachTable(one);
  }
};

/** Names for the links from a heading to itself, which all say `#`. The heading keeps its own. */
const nameSectionLinks = () => {
  for (const link of all('.md-typeset :is(h1, h2, h3, h4) > [href^="#"]')) {
    const text = (link.parentElement?.textContent ?? "").slice(0, -1).trim();
    link.parentElement?.setAttribute("aria-label", text);
    link.setAttribute("aria-label", `Link to: ${text}`);
    link.title = `Link to: ${text}`;
  }
};

/** Names for the links from a reference back to where the page cites it: by its first author and its year. */
const nameBackLinks = () => {
  for (const reference of all(".references li")) {
    const [, author = "", year = ""] = /^([^,(]*)[^(]*\(([^)]*)\)/.exec(reference.textContent ?? "") ?? [];
    const links = all('[href^="#cite-"]', reference);
    links.forEach((link, place) => {
      const use = links.length > 1 ? ` (use ${place + 1})` : "";
      link.setAttribute("aria-label", `Back to ${author.trim()} ${year}${use}`);
    });
  }
};

/** @type {Record<string, string>} */
const LEADING = { p: "prev", ",": "prev", n: "next", ".": "next" }; // as the theme has it, where its head says what is next

/** Whether single keys act: as the reader chose on the page about accessibility. */
const shortcuts = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
};

/** The choice itself, below its heading. @param {Element} heading */
const offerShortcuts = (heading) => {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = shortcuts();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
  label.className = "choice";
  label.append(box, " Use single keys on the pages of this guide");
  heading.after(label);
};

if (typeof document !== "undefined") {
  keepAlternates();
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  copySections();
  serveTheme();
  followContents();
  unfoldTargets();
  printFromTop();
  makeButtons();
  guardDrawer();
  describeButtons();
  nameSectionLinks();
  nameBackLinks();
  nameAdded(document.body);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) nameAdded(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
  addEventListener("change", ({ target }) => {
    if (target instanceof Element && target.matches(".md-toggle")) describeButtons();
  });
  addEventListener("resize", describeButtons);
  const heading = document.getElementById("single-keys");
  if (heading) offerShortcuts(heading);
  // Before the theme's own listeners, which sit on the window as well.
  addEventListener(
    "keydown",
    (event) => {
      const at = event.target instanceof HTMLElement ? event.target : document.body;
      const typing = at.isContentEditable || at.matches("input, textarea, select");
      if (event.key === "Escape") {
        for (const tooltip of all(".md-tooltip2--active")) tooltip.hidden = true;
      } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !typing) {
        if (!shortcuts()) event.stopImmediatePropagation();
        else all(`.md-footer__inner > .${LEADING[event.key]}`)[0]?.click();
      }
    },
    { capture: true },
  );
}
