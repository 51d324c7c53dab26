//! An office: a bare folder that everybody can reach, and a few people, each with a clone on a computer of their own.

use std::ops::{Index, IndexMut};

use tempfile::TempDir;

use crate::common::{Said, World};

/// 李强, whose ledger it was first.
pub(crate) const LI: usize = 0;
/// 赵蕾.
pub(crate) const ZHAO: usize = 1;
/// 陈刚.
pub(crate) const CHEN: usize = 2;

const NAMES: [&str; 3] = ["李强", "赵蕾", "陈刚"];

/// The people, in the order of their names above.
pub(crate) struct Office {
    shared: TempDir,
    people: Vec<World>,
}

impl Office {
    /// 李强's ledger with the tasks of `sample`, which 赵蕾 and 陈刚 have cloned.
    pub(crate) fn with_tasks() -> Self {
        Self::around(World::with_tasks())
    }

    /// One person's ledger, sent to the bare folder and cloned by the two others.
    pub(crate) fn around(first: World) -> Self {
        let mut office = Self { shared: bare_folder(), people: vec![first] };
        office[LI].git(["remote", "add", "origin", &office.address()]);
        office[LI].git(["push", "--quiet", "origin", "main"]);
        for name in &NAMES[1..] {
            office.join(name);
        }
        office
    }

    /// One more person clones the ledger.
    pub(crate) fn join(&mut self, name: &str) -> usize {
        let world = World::empty();
        world.is(name);
        world.git(["clone", "--quiet", &self.address(), "."]);
        self.people.push(world);
        self.people.len() - 1
    }

    /// Everybody moves on to another day, by git's clock too.
    pub(crate) fn today_is(&mut self, day: &str) {
        for world in &mut self.people {
            world.today_is(day);
            for variable in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
                world.set_variable(variable, &format!("{day}T09:00:00+08:00"));
            }
        }
    }

    /// Where the bare folder lies.
    pub(crate) fn address(&self) -> String {
        self.shared.path().display().to_string()
    }

    /// What `ledger` says to a person; the bare folder is `〔共享〕`.
    pub(crate) fn run(&self, who: usize, words: &[&str]) -> Said {
        let Said { stdout, stderr, code } = self[who].run(words);
        let [stdout, stderr] = [stdout, stderr].map(|text| text.replace(&self.address(), "〔共享〕"));
        Said { stdout, stderr, code }
    }

    /// A person runs `ledger sync`, which has to succeed.
    #[track_caller]
    pub(crate) fn sync(&self, who: usize) -> Said {
        let said = self.run(who, &["sync"]);
        assert_eq!(said.code, 0, "{said}");
        said
    }

    /// Everybody syncs in turn until nobody has anything to exchange: after two rounds at the latest.
    #[track_caller]
    pub(crate) fn settle(&self) {
        for _ in 0..3 {
            let idle =
                (0..self.people.len()).filter(|who| self.sync(*who).stdout == "已经一致，没有要交换的\n");
            if idle.count() == self.people.len() {
                return self.all_hold_the_same();
            }
        }
        panic!("they merge for ever: {}", self[LI].git(["log", "--graph", "--oneline"]));
    }

    /// All folders are the same, byte for byte, at the same commit, and everything in them is kept.
    #[track_caller]
    pub(crate) fn all_hold_the_same(&self) {
        let first = self[LI].state();
        for world in &self.people {
            assert_eq!(world.state().differs_from(&first), Vec::<String>::new());
            assert_eq!(world.git(["status", "--porcelain"]), "");
            assert!(!world.path(".git/ledger/begun.json").exists());
        }
        assert_eq!(self.remote_head(), first_line(&self[LI].git(["rev-parse", "HEAD"])));
    }

    /// The last commit that the bare folder has.
    pub(crate) fn remote_head(&self) -> String {
        first_line(&self[LI].git(["--git-dir", &self.address(), "rev-parse", "main"]))
    }

    /// The inspector asks about nothing but how the ledger came to be, by hand.
    #[track_caller]
    pub(crate) fn audit_finds_nothing(&self, who: usize) {
        assert_eq!(self.audit(who), Vec::<String>::new());
    }

    /// What the inspector asks about is of these rules, and of no other.
    #[track_caller]
    pub(crate) fn audit_finds_only(&self, who: usize, rules: &[&str]) {
        let is_other = |line: &&String| !rules.iter().any(|rule| line.split(',').nth(3) == Some(rule));
        assert_eq!(self.audit(who).iter().filter(is_other).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    /// What the inspector asks about, but for how the ledger came to be, by hand.
    #[track_caller]
    pub(crate) fn audit(&self, who: usize) -> Vec<String> {
        let founding = self[who].git(["log", "--format=%H", "--grep", "^登记任务$", "--grep", "^填好设置$"]);
        let said = self[who].must(["audit", "--format", "csv"]).stdout;
        let is_new = |line: &&str| !founding.lines().any(|commit| line.contains(&commit[..10]));
        said.lines().skip(1).filter(is_new).map(ToOwned::to_owned).collect()
    }
}

impl Index<usize> for Office {
    type Output = World;

    fn index(&self, who: usize) -> &World {
        &self.people[who]
    }
}

impl IndexMut<usize> for Office {
    fn index_mut(&mut self, who: usize) -> &mut World {
        &mut self.people[who]
    }
}

/// A bare repository with nothing in it.
pub(crate) fn bare_folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("gongxiang-").tempdir().unwrap();
    let world = World::empty();
    world.git(["init", "--quiet", "--bare", &folder.path().display().to_string()]);
    folder
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
