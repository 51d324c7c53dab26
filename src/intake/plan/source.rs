//! A plan's text as it was read, whatever the file.

/// A plan before anybody has understood it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What the file itself says its title is, such as a document's properties do.
    pub name: Option<String>,
    /// Its paragraphs and tables, in order.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Where it stands, from 1: the line of a text file, the paragraph of a document.
        line: usize,
        /// What it says.
        text: String,
        /// The rank of the heading that the file itself says it is, 1 being the highest: a style of Word's, `##`.
        heading: Option<u8>,
    },
    /// A table. A merged cell says the same in every place that it covers.
    Table {
        /// Each row: where it stands, and its cells.
        rows: Vec<(usize, Vec<String>)>,
    },
}
