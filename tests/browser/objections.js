// What there is to object to on the page that is open: by axe-core, and by how it fits the screen.
//
//     prepare()                  once: all that is folded is opened, and nothing moves any more
//     switchColours()            from light to dark, or back
//     await objections(rules)    ["image-alt (2): <img …", "12 pixels wider than the screen"]; else by all rules

function prepare() {
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
    const still = new CSSStyleSheet(); // the page's policy lets no style in, but what a script makes
    still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    axe.configure({rules: [{id: "color-contrast", selector: "[data-measured]"}]});
}

// The header's own button.
function switchColours() {
    document.querySelector("label[for^=__palette]:not([hidden])").click();
}

async function objections(rules) {
    const options = {resultTypes: ["violations"], preload: false, iframes: false};
    const but = rules.length ? {runOnly: rules} : {rules: {"color-contrast": {enabled: false}}};
    const found = [...(await axe.run(document, {...options, ...but})).violations, ...await contrast()];
    return [...found.map(told), ...misfits()];
}

function told(rule) {
    const [first] = rule.nodes;
    return `${rule.id} (${rule.nodes.length}): ${first.html.slice(0, 160)} ${first.failureSummary}`;
}

function misfits() {
    const found = [], wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push(`${wide} pixels wider than the screen`);
    const name = document.querySelector(".md-header__topic .md-ellipsis");
    if (name.scrollWidth > name.clientWidth) found.push("the name of the site is cut short");
    for (const code of document.querySelectorAll("pre > code")) {
        const words = code.textContent.slice(0, 60);
        if (code.scrollWidth > code.clientWidth) found.push(`code scrolls sideways: ${words}`);
        const button = code.parentElement.querySelector(".md-code__nav")?.getBoundingClientRect();
        if (button && wordsOf(code).some((word) => word.right > button.left && word.left < button.right
            && word.bottom > button.top + 2 && word.top < button.bottom - 2)) found.push(`a button covers: ${words}`);
    }
    return found;
}

function wordsOf(code) {
    const places = [], range = document.createRange();
    const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(), read = 0; text && read < 300; text = texts.nextNode()) {
        for (const word of text.data.slice(0, 300).matchAll(/\S+/g)) {
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            places.push(...range.getClientRects());
        }
        read += text.length;
    }
    return places;
}
