//! XML as Word writes it: elements and attributes by their names, in either of the two namespaces of the standard.

use roxmltree::{Document, Node, ParsingOptions};

use crate::intake::document::Unreadable;

/// How many elements a plan of two hundred pages never has.
const MOST_NODES: u32 = 1_000_000;

/// Takes a part of a document apart.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Unreadable> {
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Unreadable::TooLarge,
        _ => Unreadable::Damaged,
    })
}

/// Whether an element is Word's own, such as `w:p`; drawings and formulas have elements of the same names.
pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name && is_words(node)
}

fn is_words(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_none_or(|space| space.contains("wordprocessingml"))
}

/// The name of one of Word's own elements; that of others is empty.
pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    if node.is_element() && is_words(node) { node.tag_name().name() } else { "" }
}

/// The first child of this name.
pub(super) fn child<'a, 'input>(node: Node<'a, 'input>, wanted: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| is(*child, wanted))
}

/// The children of this name.
pub(super) fn children<'a, 'input>(
    node: Node<'a, 'input>,
    wanted: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| is(*child, wanted))
}

/// An attribute, whatever its prefix.
pub(super) fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == wanted).map(|attribute| attribute.value())
}

/// `w:val` of the child of this name.
pub(super) fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    attribute(child(node, wanted)?, "val")
}

/// The same as a number.
pub(super) fn count<T: std::str::FromStr>(node: Node<'_, '_>, wanted: &str) -> Option<T> {
    value(node, wanted)?.trim().parse().ok()
}

/// Whether a switch such as `w:vanish` is there and on.
pub(super) fn is_on(node: Node<'_, '_>, wanted: &str) -> bool {
    child(node, wanted)
        .is_some_and(|switch| !matches!(attribute(switch, "val"), Some("0" | "false" | "off" | "none")))
}
