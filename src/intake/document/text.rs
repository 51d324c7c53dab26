//! Plain text: a line is a paragraph, unless some program broke every line at the same width.

use super::wrapped;
use crate::intake::plan::{Block, Plan};

/// The paragraphs of a text.
pub(super) fn read(text: &str) -> Plan {
    plan(wrapped::joined(lines(text)))
}

/// The paragraphs of what stood on printed pages.
pub(super) fn read_pages(text: &str) -> Plan {
    plan(wrapped::joined_pages(lines(text)))
}

/// A page break ends a line as well. What a program of another age left at the end of a file is nothing.
fn lines(text: &str) -> Vec<&str> {
    text.split('\n').map(|line| line.trim_matches(['\r', '\u{c}', '\u{1a}'])).collect()
}

fn plan(paragraphs: Vec<(usize, String)>) -> Plan {
    let blocks = paragraphs.into_iter().map(|(line, text)| Block::Paragraph { line, text, heading: None });
    Plan { name: None, blocks: blocks.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_that_says_something_is_a_paragraph_with_its_number() {
        let plan = read("  关于某事的方案\r\n\r\n　　一、总体要求\r\n　　二、重点任务\u{c}\r\n\u{1a}");
        let at = |line, text: &str| Block::Paragraph { line, text: text.to_owned(), heading: None };
        assert_eq!(plan.blocks, [at(1, "关于某事的方案"), at(3, "一、总体要求"), at(4, "二、重点任务")]);
    }
}
