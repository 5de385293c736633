//! [`Dependency`]: the companion type of a function marked with `#[dependency]`.

use std::future::Future;

use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::response::Abort;

/// The companion of a dependency function; `#[depends(current_user)]` and `depends![current_user]` take it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dependency",
    label = "not marked with `#[dependency]`",
    note = "put `#[dependency]` on the function, or on the struct"
)]
pub trait Dependency: Send + Sync + 'static {
    /// What the function gives; of a `Result`, the `Ok` side.
    type Output: Send + 'static;

    /// The function's name.
    const NAME: &'static str;

    /// Whether one request runs it once at most (`#[dependency(cache = false)]` says no).
    const CACHE: bool;

    /// How to give its value to a second user in the same request; `None` when the type is not `Clone`.
    #[allow(clippy::type_complexity)] // an alias would only hide what macros have to write
    const CLONE: Option<fn(&Self::Output) -> Self::Output>;

    /// Whether its value depends on the scopes its users ask for.
    const USES_SCOPES: bool = false;

    /// Whether neither it nor what it depends on ever waits.
    const NEVER_WAITS: bool;

    /// How many parameter slots it and its dependencies take.
    const SLOTS: usize;

    /// What it needs.
    fn describe(description: &mut Description);

    /// Takes its arguments from the request and calls the function. `Ok(None)`: errors were recorded and the
    /// function did not run. `slot` is the number of its first parameter in the route's plan.
    fn resolve<'a>(
        scope: &'a mut Scope,
        errors: &'a mut Errors,
        slot: usize,
    ) -> impl Future<Output = Result<Option<Self::Output>, Abort>> + Send + 'a;
}
