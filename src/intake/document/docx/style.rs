//! Word's styles: which of them are headings, the title, a table of contents, or number their paragraphs.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::xml::{attribute, child, children, count, is, value};

/// What is known of the styles, by their ids.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: Numbering,
}

/// Which list a paragraph or a style belongs to, and at which level of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbering {
    /// The list; `0` takes a paragraph out of the list of its style.
    pub(super) list: Option<String>,
    /// The level, from 0.
    pub(super) level: Option<usize>,
}

/// How long a chain of styles may be. A document that somebody broke may go round in a circle.
const LONGEST_CHAIN: usize = 16;

impl Styles {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut known = Self::default();
        for node in children(document.root_element(), "style") {
            let Some(id) = attribute(node, "styleId") else { continue };
            if attribute(node, "type") == Some("paragraph") && attribute(node, "default").is_some_and(is_true)
            {
                known.default = Some(id.to_owned());
            }
            let paragraph = child(node, "pPr");
            let style = Style {
                name: value(node, "name").unwrap_or_default().to_lowercase(),
                based_on: value(node, "basedOn").map(ToOwned::to_owned),
                outline: paragraph.and_then(|paragraph| count(paragraph, "outlineLvl")),
                numbering: paragraph.map(Numbering::of).unwrap_or_default(),
            };
            known.styles.insert(id.to_owned(), style);
        }
        known
    }

    /// The rank of a heading of this style, from 1.
    pub(super) fn heading(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id)
            .find_map(|style| match style.outline {
                Some(level) => Some(level),
                None => rank(&style.name),
            })
            .filter(|level| *level < 9)
            .map(|level| level + 1)
    }

    /// Whether this is the style of a document's title.
    pub(super) fn is_title(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| matches!(style.name.as_str(), "title" | "标题"))
    }

    /// Whether this is the style of a line in a table of contents.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| {
            ["toc ", "contents ", "目录 "].iter().any(|word| style.name.starts_with(word))
                || matches!(style.name.as_str(), "toc heading" | "contents heading")
        })
    }

    /// The list that paragraphs of this style belong to. Where the style does not say which level, the list names the style.
    pub(super) fn numbering(&self, id: Option<&str>) -> Numbering {
        let mut numbering = Numbering::default();
        for style in self.chain(id) {
            numbering.list = numbering.list.or_else(|| style.numbering.list.clone());
            numbering.level = numbering.level.or(style.numbering.level);
        }
        numbering
    }

    /// The list behind a style of lists.
    pub(super) fn list(&self, id: &str) -> Option<&str> {
        self.styles.get(id)?.numbering.list.as_deref()
    }

    fn chain(&self, id: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = id.or(self.default.as_deref()).and_then(|id| self.styles.get(id));
        let next = |style: &&Style| self.styles.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }
}

impl Numbering {
    /// What the properties of a paragraph say.
    pub(super) fn of(properties: Node<'_, '_>) -> Self {
        // A paragraph that was changed keeps its old properties inside the new ones.
        let Some(node) = properties.children().find(|node| is(*node, "numPr")) else {
            return Self::default();
        };
        Self { list: value(node, "numId").map(ToOwned::to_owned), level: count(node, "ilvl") }
    }
}

fn is_true(word: &str) -> bool {
    matches!(word, "1" | "true" | "on")
}

/// The level that the name of a style tells: `heading 2`, `标题 2`, `二级标题`.
fn rank(name: &str) -> Option<u8> {
    let number = ["heading", "标题"].iter().find_map(|word| name.strip_prefix(word))?;
    let number: u8 = number.trim().parse().ok()?;
    (1..=9).contains(&number).then(|| number - 1)
}
