//! The page as paper takes it: tables that are groups of one are drawn as one, under one header that each sheet repeats.

use super::{Column, Line, Page, Row, Section, Table};

/// A part of the page, as it follows the one before.
#[derive(Debug, Clone)]
pub enum Block<'a> {
    /// A section of its own.
    Section(&'a Section),
    /// Sections that make one table.
    Grid(Grid<'a>),
}

/// Several sections' tables as one.
#[derive(Debug, Clone)]
pub struct Grid<'a> {
    /// What its bands are groups by: 重点任务.
    pub by: &'static str,
    /// Its columns.
    pub columns: &'a [Column],
    /// Its bands, in order.
    pub bands: Vec<Band<'a>>,
}

/// One section of a grid.
#[derive(Debug, Clone, Copy)]
pub struct Band<'a> {
    /// The name of the group; empty for what stands above the groups, such as the phases of a chart.
    pub name: &'a str,
    /// Its section, with its heading, its sentences and its total.
    pub section: &'a Section,
    /// Its rows.
    pub rows: &'a [Row],
}

impl Page {
    /// The same page without the columns that hold people's names.
    #[must_use]
    pub fn without_people(mut self) -> Self {
        for table in self.sections.iter_mut().filter_map(|section| section.table.as_mut()) {
            for row in &mut table.rows {
                let mut columns = table.columns.iter();
                row.cells.retain(|_| !columns.next().is_some_and(|column| column.personal));
            }
            table.columns.retain(|column| !column.personal);
        }
        self
    }

    /// What stands at the head of a page that has no room for a masthead of its own: the title and the lines below it.
    pub fn head(&self) -> (&str, Vec<String>) {
        match &self.masthead {
            None => (&self.title, self.subtitle.clone()),
            Some(head) => {
                let issue = head.issue.as_ref().map(|issue| format!("{issue}　")).unwrap_or_default();
                (&head.name, vec![format!("{issue}{}　{}", head.editor, head.date)])
            }
        }
    }

    /// 版记: to whom it is sent.
    pub fn sent_to(&self) -> &[String] {
        self.masthead.as_ref().map_or(&[], |head| &head.sent_to)
    }

    /// The page as paper takes it, in order.
    pub fn flow(&self) -> Vec<Block<'_>> {
        let mut blocks: Vec<Block<'_>> = Vec::new();
        for section in &self.sections {
            let Some((table, by, name)) = group(section) else {
                blocks.push(Block::Section(section));
                continue;
            };
            let band = Band { name, section, rows: &table.rows };
            match blocks.last_mut() {
                Some(Block::Grid(grid)) if grid.by == by && same(grid.columns, &table.columns) => {
                    grid.bands.push(band);
                }
                _ => blocks.push(Block::Grid(Grid { by, columns: &table.columns, bands: vec![band] })),
            }
        }
        blocks
    }
}

fn group(section: &Section) -> Option<(&Table, &'static str, &str)> {
    let table = section.table.as_ref()?;
    let (by, name) = table.group.as_ref()?;
    Some((table, by, name))
}

fn same(left: &[Column], right: &[Column]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(l, r)| l.title == r.title && l.above == r.above)
}

impl Section {
    /// Its heading as text.
    pub fn title(&self) -> Option<String> {
        self.heading.as_ref().map(Line::plain)
    }
}
