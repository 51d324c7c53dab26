//! Automatic numbering (自动编号): official documents number their headings with it, and the numbers stand nowhere in the text.

mod digits;

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node};

use digits::written;

use super::style::{Numbering, Styles};
use super::xml::{attribute, child, children, count, is_on, value};

/// How many levels a list has.
const LEVELS: usize = 9;

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbers {
    patterns: HashMap<String, Pattern>,
    lists: HashMap<String, List>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

/// How a list numbers. Several lists may share one, and then count on from one another.
#[derive(Default, Clone)]
struct Pattern {
    levels: [Level; LEVELS],
}

#[derive(Clone, Default)]
struct Level {
    /// The first number.
    start: Option<u32>,
    /// How numbers are written: `decimal`, `chineseCounting`.
    format: String,
    /// The text, with `%1` for the number of the first level.
    text: String,
    /// Whether the numbers of all levels are written in digits.
    legal: bool,
    /// The level after which it begins again; none where that is the one above.
    restart: Option<usize>,
    /// Whether nothing stands between the number and the text.
    tight: bool,
    /// The style whose paragraphs stand at this level.
    style: Option<String>,
}

#[derive(Default)]
struct List {
    pattern: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

impl Numbers {
    pub(super) fn of(document: &Document<'_>, styles: &Styles) -> Self {
        let root = document.root_element();
        let mut numbers = Self::default();
        for node in children(root, "num") {
            let (Some(id), Some(pattern)) = (attribute(node, "numId"), value(node, "abstractNumId")) else {
                continue;
            };
            let mut list = List { pattern: pattern.to_owned(), ..List::default() };
            for change in children(node, "lvlOverride") {
                let Some(level) = attribute(change, "ilvl").and_then(|level| level.parse().ok()) else {
                    continue;
                };
                if let Some(start) = count(change, "startOverride") {
                    list.starts.insert(level, start);
                }
                if let Some(instead) = child(change, "lvl") {
                    list.levels.insert(level, Level::of(instead));
                }
            }
            numbers.lists.insert(id.to_owned(), list);
        }
        let mut links = Vec::new();
        for node in children(root, "abstractNum") {
            let Some(id) = attribute(node, "abstractNumId") else { continue };
            let mut pattern = Pattern::default();
            for level in children(node, "lvl") {
                let at = attribute(level, "ilvl").and_then(|at| at.parse::<usize>().ok());
                if let Some(place) = at.and_then(|at| pattern.levels.get_mut(at)) {
                    *place = Level::of(level);
                }
            }
            if let Some(style) = value(node, "numStyleLink") {
                links.push((id.to_owned(), style.to_owned()));
            }
            numbers.patterns.insert(id.to_owned(), pattern);
        }
        for (id, style) in links {
            let there = styles.list(&style).and_then(|list| numbers.lists.get(list));
            if let Some(pattern) = there.and_then(|list| numbers.patterns.get(&list.pattern)).cloned() {
                numbers.patterns.insert(id, pattern);
            }
        }
        numbers
    }

    /// The number of the next paragraph: what the paragraph says of its numbering wins over what its style says.
    pub(super) fn next(
        &mut self,
        own: &Numbering,
        of_style: &Numbering,
        style: Option<&str>,
    ) -> Option<String> {
        let id = own.list.as_ref().or(of_style.list.as_ref())?;
        let list = self.lists.get(id)?;
        let pattern = self.patterns.get(&list.pattern)?;
        let named =
            || pattern.levels.iter().position(|level| style.is_some() && level.style.as_deref() == style);
        let level = own.level.or(of_style.level).or_else(named).unwrap_or(0);
        let levels: [&Level; LEVELS] =
            std::array::from_fn(|at| list.levels.get(&at).unwrap_or(&pattern.levels[at]));
        let this = *levels.get(level)?;
        let counted = self.counted.entry(list.pattern.clone()).or_default();
        if self.begun.insert(id.clone()) {
            for (at, start) in &list.starts {
                if let Some(place) = counted.get_mut(*at) {
                    *place = start.checked_sub(1);
                }
            }
        }
        let first = |at: usize| levels[at].start.unwrap_or(1);
        counted[level] = Some(counted[level].map_or(first(level), |last| last.saturating_add(1)));
        for at in level + 1..LEVELS {
            let restarts = levels[at].restart.is_none_or(|after| after > 0 && level < after);
            if restarts {
                counted[at] = None;
            }
        }
        let text = this.text(&levels, counted);
        (!text.is_empty()).then(|| if this.tight || is_closed(&text) { text } else { text + " " })
    }
}

impl Level {
    fn of(node: Node<'_, '_>) -> Self {
        Self {
            start: count(node, "start"),
            format: value(node, "numFmt").unwrap_or("decimal").to_owned(),
            text: value(node, "lvlText").unwrap_or_default().to_owned(),
            legal: is_on(node, "isLgl"),
            restart: count(node, "lvlRestart"),
            tight: value(node, "suff") == Some("nothing"),
            style: value(node, "pStyle").map(ToOwned::to_owned),
        }
    }

    /// The text of a number. A bullet says nothing.
    fn text(&self, levels: &[&Self; LEVELS], counted: &[Option<u32>; LEVELS]) -> String {
        if self.format == "bullet" {
            return String::new();
        }
        let mut text = String::new();
        let mut letters = self.text.chars().peekable();
        while let Some(letter) = letters.next() {
            let place =
                if letter == '%' { letters.peek().and_then(|digit| digit.to_digit(10)) } else { None };
            let place = place.and_then(|place| usize::try_from(place).ok()?.checked_sub(1));
            let Some(at) = place.filter(|at| *at < LEVELS) else {
                text.push(letter);
                continue;
            };
            letters.next();
            let format = if self.legal { "decimal" } else { levels[at].format.as_str() };
            let number = counted[at].or(levels[at].start).unwrap_or(1);
            text.push_str(&written(number, format));
        }
        text.trim().to_owned()
    }
}

/// Whether a number ends with a sign of its own, so that nothing has to stand between it and the text.
fn is_closed(text: &str) -> bool {
    text.ends_with(['、', '）', ')', '．', '：', ':', '，']) || text.ends_with(|c| matches!(c, '①'..='⒛'))
}
