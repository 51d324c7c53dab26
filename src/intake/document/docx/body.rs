//! The text of a document, paragraph by paragraph, as its reader sees it: with its numbers, what was inserted, and without
//! what was struck out.

use roxmltree::Node;

use super::number::Numbers;
use super::style::{Numbering, Styles};
use super::xml::{attribute, child, count, is, is_on, name, value};
use crate::intake::plan::{Block, Plan};

/// How deep elements may lie in one another; a document that somebody made to break readers goes deeper.
const DEEPEST: usize = 100;

/// A document's text, and where it holds what was not read.
#[derive(Default)]
pub(super) struct Body {
    /// The text.
    pub(super) plan: Plan,
    /// The first paragraph with tracked changes (修订).
    pub(super) revised: Option<usize>,
    /// The first line of a table of contents (目录).
    pub(super) contents: Option<usize>,
}

/// Reads a document from its root.
pub(super) fn read(root: Node<'_, '_>, styles: &Styles, numbers: Numbers) -> Body {
    let mut reader = Reader::new(styles, numbers);
    for body in root.children().filter(|node| is(*node, "body")) {
        reader.container(body, 0);
    }
    reader.body
}

/// A reader on its way through the document.
pub(super) struct Reader<'a> {
    styles: &'a Styles,
    numbers: Numbers,
    pub(super) body: Body,
    /// The paragraph, or the row of a table, that is being read, from 1.
    pub(super) line: usize,
    /// What stands before a mark of paragraph that was struck out: the next paragraph goes on there.
    carried: String,
    /// Whether the last paragraph was of the title.
    in_title: bool,
}

/// The words of a paragraph, and the boxes that hang on it.
#[derive(Default)]
struct Words<'a, 'input> {
    text: String,
    boxes: Vec<Node<'a, 'input>>,
    revised: bool,
}

impl<'a> Reader<'a> {
    fn new(styles: &'a Styles, numbers: Numbers) -> Self {
        Self { styles, numbers, body: Body::default(), line: 0, carried: String::new(), in_title: false }
    }

    /// Whatever holds paragraphs and tables.
    pub(super) fn container(&mut self, node: Node<'_, '_>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in node.children() {
            match name(node) {
                "p" => self.paragraph(node, depth + 1),
                "tbl" => self.table(node, depth + 1),
                "sdt" if is_contents(node) => self.skip_contents(node),
                "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" => {
                    self.container(node, depth + 1);
                }
                "del" | "moveFrom" => self.note_revision(),
                _ => {
                    if let Some(chosen) = alternative(node) {
                        self.container(chosen, depth + 1);
                    }
                }
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        self.line += 1;
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        if self.styles.is_contents(style) {
            self.body.contents.get_or_insert(self.line);
            return;
        }
        let mut words = Words::default();
        let number = self.number(properties);
        words.collect(node, depth);
        if words.revised {
            self.note_revision();
        }
        let text = std::mem::take(&mut self.carried) + &words.text;
        let mark = properties.and_then(|properties| child(properties, "rPr"));
        if mark.is_some_and(|mark| child(mark, "del").is_some()) {
            self.note_revision();
            self.carried = text;
        } else {
            self.keep(number.unwrap_or_default(), &text, style, properties);
        }
        for hanging in words.boxes {
            self.container(hanging, depth + 1);
        }
    }

    /// The automatic number before a paragraph. One is counted even where the paragraph says nothing.
    fn number(&mut self, properties: Option<Node<'_, '_>>) -> Option<String> {
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        let own = properties.map(Numbering::of).unwrap_or_default();
        self.numbers.next(&own, &self.styles.numbering(style), style)
    }

    fn keep(&mut self, number: String, text: &str, style: Option<&str>, properties: Option<Node<'_, '_>>) {
        let own = properties.and_then(|properties| count::<u8>(properties, "outlineLvl"));
        let heading = match own {
            Some(level) => (level < 9).then_some(level + 1),
            None => self.styles.heading(style),
        };
        let is_title = self.styles.is_title(style) && !text.trim().is_empty();
        if is_title {
            match &mut self.body.plan.name {
                Some(name) if self.in_title => name.push_str(text.trim()),
                Some(_) => {}
                none => *none = Some(text.trim().replace('\n', "")),
            }
        }
        self.in_title = is_title;
        // A line broken by hand (Shift+Enter) begins a line of its own on the page.
        let mut before = number;
        for text in text.split('\n').filter(|text| !text.trim().is_empty()) {
            let text = std::mem::take(&mut before) + text.trim();
            let heading = heading.filter(|_| !is_title);
            self.body.plan.blocks.push(Block::Paragraph { line: self.line, text, heading });
        }
    }

    /// All that a cell says, its paragraphs one below the other.
    pub(super) fn cell(&mut self, node: Node<'_, '_>, depth: usize) -> String {
        let mut lines = Vec::new();
        self.gather(node, depth, &mut lines);
        lines.join("\n")
    }

    fn gather(&mut self, node: Node<'_, '_>, depth: usize, lines: &mut Vec<String>) {
        if depth > DEEPEST {
            return;
        }
        for node in node.children() {
            match name(node) {
                "p" => {
                    let number = self.number(child(node, "pPr")).unwrap_or_default();
                    let mut words = Words::default();
                    words.collect(node, depth + 1);
                    if words.revised {
                        self.note_revision();
                    }
                    let text = number + words.text.trim();
                    if !text.is_empty() {
                        lines.push(text);
                    }
                    for hanging in words.boxes {
                        self.gather(hanging, depth + 1, lines);
                    }
                }
                "del" | "moveFrom" => self.note_revision(),
                "tcPr" | "tblPr" | "trPr" | "tblGrid" => {}
                "" => {
                    if let Some(chosen) = alternative(node) {
                        self.gather(chosen, depth + 1, lines);
                    }
                }
                _ => self.gather(node, depth + 1, lines),
            }
        }
    }

    pub(super) fn note_revision(&mut self) {
        self.body.revised.get_or_insert(self.line.max(1));
    }

    fn skip_contents(&mut self, node: Node<'_, '_>) {
        self.body.contents.get_or_insert(self.line + 1);
        self.line += node.descendants().filter(|node| is(*node, "p")).count();
    }
}

impl<'a, 'input> Words<'a, 'input> {
    fn collect(&mut self, node: Node<'a, 'input>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in node.children() {
            match name(node) {
                "t" => self.text.push_str(node.text().unwrap_or_default()),
                "tab" | "ptab" => self.text.push('\t'),
                "noBreakHyphen" => self.text.push('-'),
                // A new page or column is the printer's affair.
                "br" if matches!(attribute(node, "type"), Some("page" | "column")) => {}
                "br" | "cr" => self.text.push('\n'),
                "r" if child(node, "rPr").is_some_and(|look| is_on(look, "vanish")) => {}
                "ins" | "moveTo" => {
                    self.revised = true;
                    self.collect(node, depth + 1);
                }
                "del" | "moveFrom" => self.revised = true,
                "r" | "hyperlink" | "smartTag" | "fldSimple" | "sdt" | "sdtContent" | "customXml" | "dir"
                | "bdo" | "ruby" | "rubyBase" => self.collect(node, depth + 1),
                "drawing" | "pict" | "object" => self.hang(node, depth),
                _ => {
                    if let Some(chosen) = alternative(node) {
                        self.collect(chosen, depth + 1);
                    }
                }
            }
        }
    }

    /// The boxes of text in a drawing.
    fn hang(&mut self, node: Node<'a, 'input>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in node.children().filter(Node::is_element) {
            match alternative(node) {
                Some(chosen) => self.hang(chosen, depth + 1),
                None if is(node, "txbxContent") => self.boxes.push(node),
                None => self.hang(node, depth + 1),
            }
        }
    }
}

/// What to read where a document says the same in a newer and in an older way.
pub(super) fn alternative<'a, 'input>(node: Node<'a, 'input>) -> Option<Node<'a, 'input>> {
    if node.tag_name().name() != "AlternateContent" {
        return None;
    }
    let way = |wanted: &str| node.children().find(|node| node.tag_name().name() == wanted);
    way("Choice").or_else(|| way("Fallback"))
}

/// Whether a part that a program keeps up to date is the table of contents.
fn is_contents(node: Node<'_, '_>) -> bool {
    let gallery = child(node, "sdtPr").and_then(|about| value(child(about, "docPartObj")?, "docPartGallery"));
    gallery == Some("Table of Contents")
}
