// @ts-check
// What every page needs and nothing can use without JavaScript: the choice of colours, the search and the title of the page in
// the header, and what the theme's script has to be told. Each page would hold three kilobytes of it.
// Not loaded as a module: it runs where it stands, in the header, before the page is drawn.
{
  const here = /** @type {HTMLScriptElement} */ (document.currentScript);
  const scope = new URL("..", here.src); // the root of the version, under which the theme's script keeps what it keeps

  // The theme's script says so only when the page has been drawn, which then jumps to where it stands with JavaScript.
  document.documentElement.classList.replace("no-js", "js");

  Object.assign(globalThis, {
    __md_scope: scope,
    __md_hash: (/** @type {string} */ text) => [...text].reduce((sum, one) => (sum << 5) - sum + one.charCodeAt(0), 0),
    __md_get: (/** @type {string} */ name, storage = localStorage, { pathname } = scope) =>
      JSON.parse(/** @type {string} */ (storage.getItem(`${pathname}.${name}`))),
    __md_set: (/** @type {string} */ name, /** @type {unknown} */ value, storage = localStorage, { pathname } = scope) => {
      try {
        storage.setItem(`${pathname}.${name}`, JSON.stringify(value));
      } catch {
        // A browser that keeps nothing shows the page all the same.
      }
    },
  });

  const known = {
    annotate: null,
    features: [
      "content.code.copy",
      "content.footnote.tooltips",
      "content.tooltips",
      "navigation.footer",
      "navigation.indexes",
      "navigation.prune",
      "navigation.tabs",
      "navigation.top",
      "search.highlight",
      "search.suggest",
      "toc.follow",
    ],
    tags: null,
    translations: {
      "clipboard.copied": "Copied to clipboard",
      "clipboard.copy": "Copy to clipboard",
      "search.result.more.one": "1 more on this page",
      "search.result.more.other": "# more on this page",
      "search.result.none": "No matching pages",
      "search.result.one": "1 matching page",
      "search.result.other": "# matching pages",
      "search.result.placeholder": "Type to start searching",
      "search.result.term.missing": "Missing",
      "select.version": "Select version",
    },
  };
  const config = document.getElementById("__config");
  if (config) config.textContent = JSON.stringify({ ...known, ...JSON.parse(config.textContent ?? "") });

  const colours = [
    { media: "", scheme: "default", primary: "indigo", name: "Follow the system’s colours", icon: "auto" },
    { media: ": light", scheme: "default", primary: "custom", name: "Light colours", icon: "5" },
    { media: ": dark", scheme: "slate", primary: "custom", name: "Dark colours", icon: "dark" },
  ];
  const icon = (/** @type {string} */ name) => `<svg class="icon-${name}"></svg>`;
  const choices = colours.map(({ media, scheme, primary, name, icon: sign }, place) => [
    `<input class="md-option" data-md-color-media="(prefers-color-scheme${media})" data-md-color-scheme="${scheme}"`,
    ` data-md-color-primary="${primary}" data-md-color-accent="${primary}" aria-label="${name}"`,
    ` type="radio" name="__palette" id="__palette_${place}">`,
    `<label class="md-header__button md-icon" title="${name}" for="__palette_${(place + 1) % colours.length}" hidden>`,
    `${icon(sign === "dark" ? "moon-waning-crescent" : `brightness-${sign}`)}</label>`,
  ].join(""));
  // The title of the page, where the heading is out of sight: as the head has it, less the name of the site behind it.
  const topic = document.createElement("div");
  topic.className = "md-header__topic";
  topic.innerHTML = '<span class="md-ellipsis"></span>';
  topic.children[0].textContent = document.title.replace(/ - [^-]*$/, "");
  document.querySelector(".md-header__topic")?.after(topic);

  here.insertAdjacentHTML("afterend", `
<form class="md-header__option" data-md-component="palette">${choices.join("")}</form>
<label class="md-header__button md-icon" for="__search">${icon("magnify")}</label>
<div class="md-search" data-md-component="search" role="dialog"><label class="md-search__overlay" for="__search"></label>
<div class="md-search__inner" role="search"><form class="md-search__form" name="search">
<input type="text" class="md-search__input" name="query" aria-label="Search" placeholder="Search" autocapitalize="off"
 autocorrect="off" autocomplete="off" spellcheck="false" data-md-component="search-query" required>
<label class="md-search__icon md-icon" for="__search">${icon("magnify")}${icon("arrow-left")}</label>
<nav class="md-search__options" aria-label="Search"><button type="reset" class="md-search__icon md-icon" title="Clear"
 aria-label="Clear" tabindex="-1">${icon("close")}</button></nav>
<div class="md-search__suggest" data-md-component="search-suggest"></div></form>
<div class="md-search__output"><div class="md-search__scrollwrap" tabindex="0" data-md-scrollfix>
<div class="md-search-result" data-md-component="search-result">
<div class="md-search-result__meta">Initializing search</div>
<ol class="md-search-result__list" role="presentation"></ol></div></div></div></div></div>`.replace(/\n(?! )/g, ""));

  /** The colours that were chosen before: a medium, or `(prefers-color-scheme)` for those of the system. */
  const chosen = /** @type {any} */ (globalThis).__md_get("__palette")?.color;
  if (chosen) {
    const system = `(prefers-color-scheme: ${matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"})`;
    const input = document.querySelector(`[data-md-color-media="${system}"]`);
    const follows = chosen.media === "(prefers-color-scheme)";
    for (const name of Object.keys(chosen)) {
      const value = follows ? input?.getAttribute(`data-md-color-${name}`) : chosen[name];
      document.body.setAttribute(`data-md-color-${name}`, value ?? "");
    }
  }
}
