//! A file of tables (工作簿): its sheets with the cells that hold something, merged ones filled.

use std::sync::Arc;

use super::Unreadable;
use super::cell::Cell;
use crate::core::limits;

/// A file as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// Its sheets, those that a person can see.
    pub sheets: Vec<Sheet>,
    /// What a person should know of the reading.
    pub remarks: Vec<String>,
}

/// One sheet (工作表).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: Arc<str>,
    /// Its rows that hold anything, from the top.
    pub rows: Vec<Line>,
    /// The merged cells.
    pub merged: Vec<Merged>,
}

/// One row (行).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Its number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Its cells from the first column on.
    pub cells: Vec<Cell>,
    /// How many of them hold something of their own, and not only as a part of a merged cell.
    pub own: usize,
    /// Why it cannot be trusted, where it was not well written.
    pub fault: Option<String>,
}

/// A merged cell: rows and columns from 0, the last ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first row.
    pub top: u32,
    /// The first column.
    pub left: u32,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u32,
}

/// What a file may still fill.
#[derive(Debug)]
pub(super) struct Room {
    cells: usize,
    bytes: usize,
}

impl Room {
    /// What a file may fill.
    pub(super) fn whole() -> Self {
        Self { cells: limits::CELLS, bytes: limits::CELL_TEXTS }
    }

    /// Takes the room of a cell, if there is so much.
    pub(super) fn admit(&mut self, cell: &Cell) -> Result<(), Unreadable> {
        let bytes = match cell {
            Cell::Text(text) | Cell::Broken(text) => text.len(),
            _ => 0,
        };
        let left = self.cells.checked_sub(1).zip(self.bytes.checked_sub(bytes));
        let (cells, bytes) = left.ok_or(Unreadable::TooLarge)?;
        *self = Self { cells, bytes };
        Ok(())
    }
}

/// Columns beyond these hold nothing that an office wrote.
pub(super) const COLUMNS: u32 = 512;

impl Line {
    /// The cell in a column.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

impl Sheet {
    /// A sheet of these cells, each with its row and its column from 0, in the order of the rows.
    pub(super) fn of(
        name: &str,
        cells: impl Iterator<Item = (u32, u32, Cell)>,
        mut merged: Vec<Merged>,
        room: &mut Room,
    ) -> Result<Self, Unreadable> {
        let mut rows: Vec<Line> = Vec::new();
        let mut unordered = false;
        for (row, column, cell) in cells.filter(|(_, column, cell)| *column < COLUMNS && !cell.is_empty()) {
            let number = row.saturating_add(1);
            if rows.last().is_none_or(|last| last.number != number) {
                unordered |= rows.last().is_some_and(|last| last.number > number);
                rows.push(Line { number, ..Line::default() });
            }
            if let Some(line) = rows.last_mut() {
                let at = column as usize;
                if line.cells.len() <= at {
                    line.cells.resize(at + 1, Cell::Empty);
                }
                line.cells[at] = cell;
                line.own += 1;
            }
        }
        if unordered {
            rows.sort_by_key(|line| line.number);
        }
        merged.retain(|area| area.right < COLUMNS && area.left <= area.right && area.top <= area.bottom);
        let mut sheet = Self { name: name.into(), rows, merged };
        sheet.fill(room)?;
        Ok(sheet)
    }

    /// Says in every place that a merged cell covers what it says.
    fn fill(&mut self, room: &mut Room) -> Result<(), Unreadable> {
        // Merged cells of a sound sheet do not cover each other.
        let mut left = 4 * limits::CELLS;
        for area in &self.merged {
            let first = self.rows.partition_point(|line| line.number <= area.top);
            let Some(value) = self.rows.get(first).filter(|line| line.number == area.top.saturating_add(1))
            else {
                continue;
            };
            let value = value.cell(area.left as usize).clone();
            if value.is_empty() {
                continue;
            }
            for line in
                self.rows[first..].iter_mut().take_while(|line| line.number <= area.bottom.saturating_add(1))
            {
                let right = area.right as usize;
                left = left.checked_sub(right + 1 - area.left as usize).ok_or(Unreadable::TooLarge)?;
                if line.cells.len() <= right {
                    line.cells.resize(right + 1, Cell::Empty);
                }
                for cell in &mut line.cells[area.left as usize..=right] {
                    if cell.is_empty() {
                        room.admit(&value)?;
                        *cell = value.clone();
                    }
                }
            }
        }
        Ok(())
    }
}
