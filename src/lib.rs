//! A work ledger (工作台账) over plain files.
//!
//! One TOML file per task lies in a git-tracked folder. The commands change those files, one commit for each change, and
//! report what is late against the plan's phase deadlines.
//!
//! Reading is compute → lay out → draw: [`report`] says what is true on a day, [`printout`] what is on the page, [`render`]
//! makes bytes of it. Writing is decide → make → keep: [`ops`] says what would change, [`store`] changes the files,
//! [`history`] commits them, [`folder`] is where both touch the disk. [`intake`] reads plans and spreadsheets into proposals.
//! [`core`] holds the rules and touches nothing. [`session`] puts these together for any front end; [`cli`] is one, which
//! reads what was typed and prints. Those two alone know everybody.
//!
//! Fallible functions return an error whose text is for the clerk, in Chinese, and says what to do next.

pub mod cli;
pub mod core;
pub mod folder;
pub mod history;
pub mod intake;
pub mod ops;
pub mod printout;
pub mod render;
pub mod report;
pub mod session;
pub mod store;
