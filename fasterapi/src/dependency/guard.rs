//! [`Guard`]: a dependency in a list, whose value nobody asked for.

use std::future::Future;
use std::pin::Pin;

use super::{Dependency, depends};
use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::response::Abort;

type Run =
    for<'a> fn(&'a mut Scope, &'a mut Errors, usize) -> Pin<Box<dyn Future<Output = Result<(), Abort>> + Send + 'a>>;

/// One entry of `dependencies = [..]` or `depends![..]`: it runs before the handler, and only its errors count.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    pub(crate) describe: fn(&mut Description),
    pub(crate) run: Run,
    pub(crate) waits: bool,
    pub(crate) slots: usize,
}

impl Guard {
    /// The guard that runs the dependency `D`.
    pub fn of<D: Dependency>() -> Self {
        Self {
            describe: |description| description.dependency::<D>(true, &[], false),
            run: |scope, errors, slot| {
                Box::pin(async move { depends::<D>(scope, errors, slot, true).await.map(|_| ()) })
            },
            waits: !D::NEVER_WAITS,
            slots: D::SLOTS,
        }
    }
}
