//! Resolving dependencies within one request: each runs once, unless told otherwise.

use std::any::{Any, TypeId};

use super::Dependency;
use crate::handler::Scope;
use crate::http::Errors;
use crate::response::Abort;

/// The values that more than one user of a request asks for.
#[derive(Debug, Default)]
pub(crate) struct Cache(Vec<Kept>);

/// A value, of a dependency used until the answer's last byte or only until it is sent: these are two.
#[derive(Debug)]
struct Kept {
    id: TypeId,
    ends_early: bool,
    value: Box<dyn Any + Send>,
}

/// The value of a dependency that looked at the scopes asked for.
struct Scoped<T> {
    scopes: Box<[&'static str]>,
    value: T,
}

impl Cache {
    fn get<D: Dependency>(&self, ends_early: bool, scopes: &[&'static str]) -> Option<D::Output> {
        let is_it = |kept: &&Kept| kept.id == TypeId::of::<D>() && kept.ends_early == ends_early;
        let mut values = self.0.iter().filter(is_it);
        let value = if D::USES_SCOPES {
            let mut scoped = values.filter_map(|kept| kept.value.downcast_ref::<Scoped<D::Output>>());
            &scoped.find(|scoped| *scoped.scopes == *scopes)?.value
        } else {
            values.next()?.value.downcast_ref()?
        };
        Some(D::CLONE?(value))
    }

    fn put<D: Dependency>(&mut self, value: &D::Output, ends_early: bool, scopes: &[&'static str]) {
        if let Some(clone) = D::CLONE {
            let value = clone(value);
            let value: Box<dyn Any + Send> = if D::USES_SCOPES {
                Box::new(Scoped {
                    scopes: scopes.into(),
                    value,
                })
            } else {
                Box::new(value)
            };
            self.0.push(Kept {
                id: TypeId::of::<D>(),
                ends_early,
                value,
            });
        }
    }
}

/// The value of the dependency `D`, from the request's cache when another user has it already. `Ok(None)`: errors were
/// recorded. Only values are kept: a dependency whose parameters are wrong says so to each of its users.
///
/// # Errors
/// [`Abort`] when the dependency answers itself.
pub async fn depends<D: Dependency>(
    scope: &mut Scope,
    errors: &mut Errors,
    slot: usize,
    cached: bool,
) -> Result<Option<D::Output>, Abort> {
    if !scope.is_special(TypeId::of::<D>()) {
        return D::resolve(scope, errors, slot).await;
    }
    let cached = cached && D::CACHE;
    let ends_early = scope.ends_early(slot);
    if cached
        && let Some(value) = scope
            .cache()
            .and_then(|cache| cache.get::<D>(ends_early, scope.security_scopes()))
    {
        return Ok(Some(value));
    }
    let value = match scope.stand_in(TypeId::of::<D>(), ends_early) {
        Some((stand_in, slot)) => stand_in.resolve::<D>(scope, errors, slot).await?,
        None => D::resolve(scope, errors, slot).await?,
    };
    if cached && let Some(value) = &value {
        let scopes = if D::USES_SCOPES {
            scope.security_scopes().to_vec()
        } else {
            Vec::new()
        };
        scope.cache_mut().put::<D>(value, ends_early, &scopes);
    }
    Ok(value)
}

/// Runs the dependencies of the app, its routers and the route, outermost first.
///
/// # Errors
/// [`Abort`] when one of them answers itself.
pub async fn run_guards(scope: &mut Scope, errors: &mut Errors) -> Result<(), Abort> {
    let mut index = 0;
    while let Some((guard, slot)) = scope.guard(index) {
        (guard.run)(scope, errors, slot).await?;
        index += 1;
    }
    Ok(())
}

/// As [`run_guards`], for routes that take no arguments.
///
/// # Errors
/// [`Abort`] when one of them answers itself, or does not let the request through.
pub(crate) async fn pass_guards(scope: &mut Scope) -> Result<(), Abort> {
    let mut errors = Errors::new();
    run_guards(scope, &mut errors).await?;
    if errors.is_empty() {
        return Ok(());
    }
    Err(Abort::unprocessable(errors, scope.request().share_body()))
}
