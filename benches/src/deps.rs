//! A bearer token, a user made of it, a context made of that: three dependencies.

use fasterapi::prelude::*;

const SCHEME: &str = "Bearer ";

fn missing() -> HttpError {
    HttpError::unauthorized("Not authenticated")
}

#[dependency]
async fn token(#[header] authorization: Option<String>) -> Result<String, HttpError> {
    let mut token = authorization
        .filter(|value| value.starts_with(SCHEME))
        .ok_or_else(missing)?;
    token.drain(..SCHEME.len());
    Ok(token)
}

pub struct User {
    name: String,
    id: usize,
}

#[dependency]
async fn user(#[depends(token)] token: String) -> User {
    User {
        name: format!("user-{token}"),
        id: token.len(),
    }
}

#[model]
pub struct Context {
    name: String,
    id: usize,
    tenant: String,
    admin: bool,
}

#[dependency]
async fn tenancy(#[depends(user)] user: User, #[header] x_tenant: String) -> Context {
    Context {
        name: user.name,
        id: user.id,
        tenant: x_tenant,
        admin: false,
    }
}

#[get("/deps")]
pub async fn context(#[depends(tenancy)] context: Context) -> Context {
    context
}
