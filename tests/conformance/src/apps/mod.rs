//! Ports of FastAPI apps, each written as a user of fasterapi would.

use fasterapi::App;

macro_rules! apps {
    ($($name:ident),* $(,)?) => {
        $(pub mod $name;)*

        /// Every ported app by name, with the function that makes a fresh instance.
        pub const ALL: &[Port] = &[$(Port { name: stringify!($name), app: $name::app }),*];
    };
}

/// A ported app.
#[derive(Debug, Clone, Copy)]
pub struct Port {
    /// Its name, and that of its fixture.
    pub name: &'static str,
    /// Makes a fresh instance.
    pub app: fn() -> App,
}

/// The port called `name`.
pub fn find(name: &str) -> Option<Port> {
    ALL.iter().copied().find(|port| port.name == name)
}

mod log;
mod stream;

apps![
    additional_responses,
    app_customizing,
    background,
    bigger_app,
    body_basic,
    body_collections,
    body_fields,
    body_multi,
    body_nested,
    body_updates,
    callbacks_webhooks,
    cookies,
    cors_defaults,
    cors_list,
    cors_regex,
    cors_wildcard,
    cors_wildcard_credentials,
    dataclass_models,
    deps_basic,
    deps_levels,
    deps_yield,
    docs_custom,
    docs_disabled,
    encoder,
    errors_http,
    errors_server_handler,
    errors_validation_override,
    extra_types,
    files,
    form_limits,
    form_models,
    forms,
    forms_files,
    frontend,
    gzip,
    header_cookie_models,
    headers,
    https_redirect,
    json_bytes,
    json_lines,
    lax_content_type,
    lifespan,
    metadata,
    middleware_order,
    mounts,
    net_types,
    operation_config,
    path_converter,
    path_numeric,
    path_types,
    proxy_no_servers,
    proxy_root_path,
    proxy_server_root_path,
    proxy_uvicorn_root_path,
    query_basic,
    query_constraints,
    query_model,
    request_direct,
    response_model,
    response_params,
    response_unions,
    responses_custom,
    routing,
    routing_no_redirect,
    schema_examples,
    schema_nosplit,
    schema_split,
    security_apikey,
    security_http,
    security_oauth2,
    security_scopes,
    sessions,
    sse,
    static_files,
    status_codes,
    templates,
    trusted_host,
    unique_id,
    websockets,
];
