//! What the compiler says when a fasterapi program has a mistake: see `cases/`, one file a mistake.
