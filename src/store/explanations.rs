//! 说明: what was said of the audit's findings, a file each.

use anyhow::Result;
use toml::Table;

use super::Store;
use super::read::is_toml;

/// The folder that they lie in.
const FOLDER: &str = "audit";

impl Store {
    /// What each file of the folder says, with its path, in the order of their names; one that is broken says nothing.
    pub fn explanations(&self) -> Result<Vec<(String, Table)>> {
        let files = self.entries(FOLDER)?.into_iter().filter(|found| is_toml(&found.name));
        let table = |name: String| {
            let path = format!("{FOLDER}/{name}");
            let table = toml::from_str(&self.text_of(&path).ok()?).ok()?;
            Some((path, table))
        };
        Ok(files.filter_map(|found| table(found.name)).collect())
    }
}
