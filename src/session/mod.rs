//! What every front end does besides reading what was asked and showing what came of it: open, lock, decide, write, commit, say.
//!
//! A [`Workspace`] is a ledger's folder; it is read without a lock. [`Workspace::open`] locks it for a [`Session`], whose verbs
//! decide and write nothing: they give back a [`Decision`], to be shown, carried out or let go. Who is at work, the day and
//! the folder are handed in; nothing here prints, asks the terminal or reads arguments. What a person should know besides the
//! result is a [`Warning`], which the workspace's listener hears at once.
//!
//! A task is added and closed:
//!
//! ```
//! use chrono::NaiveDate;
//! use taizhang::core::field::Field;
//! use taizhang::ops::assign::{Assignment, Target};
//! use taizhang::ops::done::{Request, done};
//! use taizhang::session::{StepRequest, Workspace};
//! use taizhang::store::NewLedger;
//!
//! # fn main() -> anyhow::Result<()> {
//! # let folder = tempfile::tempdir()?;
//! # for words in [&["init", "--quiet"][..], &["config", "user.name", "赵蕾"], &["config", "user.email", "z@example.com"]] {
//! #     assert!(std::process::Command::new("git").args(words).current_dir(&folder).status()?.success());
//! # }
//! # let folder = folder.path().to_owned();
//! let workspace = Workspace::new(folder.clone(), None, Box::new(|warning| panic!("{warning}")));
//! let new = NewLedger { name: "工作台账".into(), unit: String::new(), year: 2026 };
//! workspace.init(&folder, &new, "ledger".as_ref(), None)?;
//!
//! let today = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap_or_default();
//! let session = workspace.open(today)?;
//! let title = Assignment::new(Target::Field(Field::Title), "组织开展警示教育");
//! let decision = session.add(&[title])?;
//! assert_eq!(decision.sentence(), "登记 2026-001 组织开展警示教育");
//! decision.carry_out()?;
//!
//! let request = StepRequest { task: "1", ..StepRequest::default() };
//! let sentence = session.step(request, |step| done(step, &Request::default()))?.carry_out()?;
//! assert_eq!(sentence, "办结 2026-001 组织开展警示教育");
//! drop(session);
//!
//! let reading = workspace.read(&workspace.store()?)?;
//! assert_eq!(reading.ledger.tasks[0].done_on, Some(today));
//! # Ok(())
//! # }
//! ```

mod add;
mod audit;
mod check;
mod decision;
mod draft;
mod edit;
mod error;
mod import;
mod init;
mod log;
pub mod lookup;
mod mend;
mod open;
mod recover;
mod remind;
mod set;
mod signing;
mod step;
mod undo;
mod warning;
mod whoami;
mod workspace;

pub use audit::Reprint;
pub use check::{CheckRequest, Checked};
pub use decision::{Before, Decision};
pub use edit::Editing;
pub use error::wording;
pub use import::{Imported, Source, SourceFile};
pub use init::Founded;
pub use log::Log;
pub use mend::Done;
pub use open::Session;
pub use signing::{PublicKey, SignedUp};
pub use step::StepRequest;
pub use warning::Warning;
pub use workspace::{Listener, Workspace, public_edition};
