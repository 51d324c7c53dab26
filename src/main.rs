//! `ledger`: the program.

fn main() -> std::process::ExitCode {
    taizhang::cli::main()
}
