//! Printouts: what is on the page. Every Chinese label lives here; a renderer turns a page into bytes and knows nothing of
//! tasks.

mod board;
mod check;
mod dashboard;
mod due;
mod labels;
mod list;
mod overdue;
pub mod page;
mod show;

pub use board::board;
pub use check::check;
pub use dashboard::dashboard;
pub use due::due;
pub use list::list;
pub use overdue::overdue;
pub use page::Page;
pub use show::show;

use chrono::NaiveDate;

use crate::core::settings::Settings;

/// What every page says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The ledger's settings.
    pub settings: &'a Settings,
    /// The day the page speaks of.
    pub today: NaiveDate,
}

impl Occasion<'_> {
    /// An empty page with the ledger's name above it, and the unit and the day below that.
    fn page(self, what: &str) -> Page {
        let Self { settings, today } = self;
        let day = labels::day_line(today);
        let unit = &settings.unit;
        Page {
            title: format!("{}　{what}", settings.name),
            subtitle: vec![if unit.is_empty() { day } else { format!("编制单位：{unit}　{day}") }],
            sections: Vec::new(),
            notes: Vec::new(),
        }
    }
}
