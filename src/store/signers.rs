//! 签名名册: who may sign, as the folder has it.

use anyhow::Result;

use super::Store;
use crate::core::signers::SIGNERS;

impl Store {
    /// What the file says; nothing where there is none.
    pub fn signers(&self) -> Result<String> {
        if !self.has(SIGNERS) {
            return Ok(String::new());
        }
        self.text_of(SIGNERS)
    }
}
