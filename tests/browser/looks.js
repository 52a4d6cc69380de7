// Which elements the rule about contrast must measure, so that every look on the page is measured.
//
// Two texts look alike where they and everything they stand in have the same colours, backgrounds, sizes and effects:
// their contrast is then the same, and measuring each of a thousand cells takes minutes. What is laid over others, and
// what can be switched off, looks like nothing but itself.
//
//     looksOf()                       [{all: [<td>, <td>, …], measured: [<td>, <td>]}, …]
//     await contrast()                the violations of color-contrast among all of them

const EFFECTS = ["color", "backgroundColor", "backgroundImage", "backgroundClip", "opacity", "fontSize", "fontWeight",
    "textShadow", "webkitTextStrokeWidth", "fill", "filter", "mixBlendMode", "clip", "clipPath", "maskImage", "zIndex",
    "position", "visibility", "overflow"];
const ITSELF = "button, fieldset, input, label, option, select, textarea, [aria-disabled], [disabled]";
const LAID_OVER = ["absolute", "fixed", "sticky"];

function looksOf() {
    const looks = new Map(), numbers = new Map(), found = new Map();
    const lookOf = (element) => {
        if (element === document.documentElement) return "";
        if (looks.has(element)) return looks.get(element);
        const style = getComputedStyle(element);
        const alone = element.matches(ITSELF) || LAID_OVER.includes(style.position) ? looks.size : "";
        const look = [lookOf(element.parentElement), alone, ...EFFECTS.map((name) => style[name])].join("|");
        if (!numbers.has(look)) numbers.set(look, numbers.size);
        looks.set(element, numbers.get(look));
        return numbers.get(look);
    };
    for (const element of document.body.querySelectorAll("*")) {
        const words = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
            .map((node) => node.data).join("").trim();
        if (!words && !element.matches("input, select, textarea")) continue;
        if (!element.checkVisibility({checkVisibilityCSS: true})) continue;
        const look = lookOf(element);
        if (!found.has(look)) found.set(look, {all: [], first: element, longest: element, length: 0});
        const group = found.get(look);
        group.all.push(element);
        if (words.length > group.length) Object.assign(group, {longest: element, length: words.length});
    }
    return [...found.values()].map(({all, first, longest}) =>
        ({all, measured: [...new Set([first, longest, all[all.length - 1]])]}));
}

// Where none of those measured settles a look, because something is laid over each, all that look so are measured.
async function contrast() {
    const looks = looksOf();
    const [violations, settled] = await measured(looks.flatMap((look) => look.measured));
    const open = looks.filter((look) => look.all.length > look.measured.length
        && !look.measured.some((element) => settled.has(element)));
    const more = open.length ? (await measured(open.flatMap((look) => look.all)))[0] : [];
    return [...violations, ...more];
}

async function measured(elements) {
    elements.forEach((element) => element.setAttribute("data-measured", ""));
    const options = {runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true,
        preload: false, iframes: false};
    const found = await axe.run(document, options);
    elements.forEach((element) => element.removeAttribute("data-measured"));
    const nodes = [...found.violations, ...found.passes].flatMap((rule) => rule.nodes);
    return [found.violations, new Set(nodes.map((node) => node.element))];
}
