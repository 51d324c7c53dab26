//! Word's documents (.docx): paragraphs with their automatic numbers, and tables with their merged cells.

mod body;
mod number;
mod package;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod xml;

use super::{Document, Unreadable};
use crate::core::draft::Warning;

/// How large a part may grow: the text of a thousand pages is smaller, and a few kilobytes of zip can claim to be a disk.
const LARGEST_PART: u64 = 32 << 20;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let package = package::open(bytes, LARGEST_PART)?;
    let document = xml::parse(&package.document)?;
    let styles = package.styles.as_deref().map(xml::parse).transpose()?;
    let numbering = package.numbering.as_deref().map(xml::parse).transpose()?;
    let styles = styles.as_ref().map(style::Styles::of).unwrap_or_default();
    let numbers =
        numbering.as_ref().map(|numbering| number::Numbers::of(numbering, &styles)).unwrap_or_default();
    let read = body::read(document.root_element(), &styles, numbers);
    let mut plan = read.plan;
    plan.name = plan.name.or_else(|| package.title());
    let warning =
        |line: Option<usize>, message: &str| line.map(|line| Warning { line, message: message.to_owned() });
    let warnings = [
        warning(
            read.revised,
            "从这里起有修订痕迹：增加的字算正文，删除的字没有读；请核对，或先在 WPS、Word 里接受修订",
        ),
        warning(read.contents, "这里是目录，没有当作正文读"),
    ];
    Ok(Document { plan, warnings: warnings.into_iter().flatten().collect() })
}
