//! What the last commit holds of the folder, to be compared with what lies there.

use git2::ErrorCode;

use super::inside;
use super::repository::Repository;

impl Repository {
    /// The files under `tasks/` in the last commit, seen from the ledger's folder; none where nothing has been kept yet, or no
    /// history can be read. Asked by every reader, so by the library, without a process where it knows the repository.
    pub fn kept_tasks(&self) -> Vec<String> {
        match inside::kept_tasks(&self.folder) {
            Ok(files) => files,
            // There is no repository, no commit, or no folder of tasks in it.
            Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::UnbornBranch) => Vec::new(),
            Err(_) => {
                let listed = self.listed("HEAD").unwrap_or_default().into_iter().map(|(_, file)| file);
                listed.filter(|file| file.starts_with("tasks/")).collect()
            }
        }
    }
}
