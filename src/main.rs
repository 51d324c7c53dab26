//! `ledger`: the program.

/// Ten thousand tasks are a million small pieces of memory, asked for by every core at once.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    taizhang::cli::main()
}
