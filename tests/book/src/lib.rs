//! The code of the README and of the book, as doc tests: `cargo test --doc -p book`.

#[doc = include_str!("../../../README.md")]
mod readme {}

#[doc = include_str!("../../../docs/index.md")]
mod index {}

#[doc = include_str!("../../../docs/tutorial/first-steps.md")]
mod tutorial_first_steps {}

#[doc = include_str!("../../../docs/tutorial/path-params.md")]
mod tutorial_path_params {}

#[doc = include_str!("../../../docs/tutorial/query-params.md")]
mod tutorial_query_params {}

#[doc = include_str!("../../../docs/tutorial/body.md")]
mod tutorial_body {}

#[doc = include_str!("../../../docs/tutorial/query-params-str-validations.md")]
mod tutorial_query_params_str_validations {}

#[doc = include_str!("../../../docs/tutorial/path-params-numeric-validations.md")]
mod tutorial_path_params_numeric_validations {}

#[doc = include_str!("../../../docs/tutorial/body-multiple-params.md")]
mod tutorial_body_multiple_params {}

#[doc = include_str!("../../../docs/tutorial/body-fields.md")]
mod tutorial_body_fields {}

#[doc = include_str!("../../../docs/tutorial/body-nested-models.md")]
mod tutorial_body_nested_models {}

#[doc = include_str!("../../../docs/tutorial/schema-extra-example.md")]
mod tutorial_schema_extra_example {}

#[doc = include_str!("../../../docs/tutorial/header-params.md")]
mod tutorial_header_params {}

#[doc = include_str!("../../../docs/tutorial/query-param-models.md")]
mod tutorial_query_param_models {}

#[doc = include_str!("../../../docs/tutorial/request-forms.md")]
mod tutorial_request_forms {}

#[doc = include_str!("../../../docs/tutorial/request-files.md")]
mod tutorial_request_files {}

#[doc = include_str!("../../../docs/tutorial/response-model.md")]
mod tutorial_response_model {}

#[doc = include_str!("../../../docs/tutorial/response-status-code.md")]
mod tutorial_response_status_code {}

#[doc = include_str!("../../../docs/tutorial/handling-errors.md")]
mod tutorial_handling_errors {}

#[doc = include_str!("../../../docs/tutorial/path-operation-configuration.md")]
mod tutorial_path_operation_configuration {}

#[doc = include_str!("../../../docs/tutorial/dependencies/index.md")]
mod tutorial_dependencies {}

#[doc = include_str!("../../../docs/tutorial/dependencies/sub-dependencies.md")]
mod tutorial_dependencies_sub_dependencies {}

#[doc = include_str!("../../../docs/tutorial/dependencies/dependencies-in-attributes.md")]
mod tutorial_dependencies_dependencies_in_attributes {}

#[doc = include_str!("../../../docs/tutorial/dependencies/global-dependencies.md")]
mod tutorial_dependencies_global_dependencies {}

#[doc = include_str!("../../../docs/tutorial/middleware.md")]
mod tutorial_middleware {}

#[doc = include_str!("../../../docs/tutorial/cors.md")]
mod tutorial_cors {}

#[doc = include_str!("../../../docs/tutorial/bigger-applications.md")]
mod tutorial_bigger_applications {}

#[doc = include_str!("../../../docs/tutorial/stream-json-lines.md")]
mod tutorial_stream_json_lines {}

#[doc = include_str!("../../../docs/tutorial/server-sent-events.md")]
mod tutorial_server_sent_events {}

#[doc = include_str!("../../../docs/tutorial/static-files.md")]
mod tutorial_static_files {}

#[doc = include_str!("../../../docs/tutorial/frontend.md")]
mod tutorial_frontend {}

#[doc = include_str!("../../../docs/tutorial/metadata.md")]
mod tutorial_metadata {}

#[doc = include_str!("../../../docs/tutorial/testing.md")]
mod tutorial_testing {}

#[doc = include_str!("../../../docs/advanced/custom-response.md")]
mod advanced_custom_response {}

#[doc = include_str!("../../../docs/advanced/response-cookies.md")]
mod advanced_response_cookies {}

#[doc = include_str!("../../../docs/advanced/sub-applications.md")]
mod advanced_sub_applications {}

#[doc = include_str!("../../../docs/async.md")]
mod async_page {}

#[doc = include_str!("../../../docs/tutorial/dependencies/classes-as-dependencies.md")]
mod tutorial_dependencies_classes_as_dependencies {}

#[doc = include_str!("../../../docs/advanced/advanced-dependencies.md")]
mod advanced_advanced_dependencies {}

#[doc = include_str!("../../../docs/advanced/testing-dependencies.md")]
mod advanced_testing_dependencies {}

#[doc = include_str!("../../../docs/advanced/events.md")]
mod advanced_events {}

#[doc = include_str!("../../../docs/advanced/testing-events.md")]
mod advanced_testing_events {}

#[doc = include_str!("../../../docs/advanced/openapi-callbacks.md")]
mod advanced_openapi_callbacks {}

#[doc = include_str!("../../../docs/advanced/openapi-webhooks.md")]
mod advanced_openapi_webhooks {}

#[doc = include_str!("../../../docs/advanced/middleware.md")]
mod advanced_middleware {}

#[doc = include_str!("../../../docs/advanced/using-request-directly.md")]
mod advanced_using_request_directly {}

#[doc = include_str!("../../../docs/advanced/behind-a-proxy.md")]
mod advanced_behind_a_proxy {}

#[doc = include_str!("../../../docs/deployment/https.md")]
mod deployment_https {}

#[doc = include_str!("../../../docs/deployment/manually.md")]
mod deployment_manually {}

#[doc = include_str!("../../../docs/tutorial/security/index.md")]
mod tutorial_security {}

#[doc = include_str!("../../../docs/advanced/security/oauth2-scopes.md")]
mod advanced_security_oauth2_scopes {}

#[doc = include_str!("../../../docs/tutorial/background-tasks.md")]
mod tutorial_background_tasks {}

#[doc = include_str!("../../../docs/tutorial/dependencies/dependencies-with-yield.md")]
mod tutorial_dependencies_dependencies_with_yield {}

#[doc = include_str!("../../../docs/how-to/separate-openapi-schemas.md")]
mod how_to_separate_openapi_schemas {}

#[doc = include_str!("../../../docs/tutorial/extra-data-types.md")]
mod tutorial_extra_data_types {}

#[doc = include_str!("../../../docs/tutorial/body-updates.md")]
mod tutorial_body_updates {}

#[doc = include_str!("../../../docs/tutorial/security/first-steps.md")]
mod tutorial_security_first_steps {}

#[doc = include_str!("../../../docs/tutorial/security/get-current-user.md")]
mod tutorial_security_get_current_user {}

#[doc = include_str!("../../../docs/tutorial/security/simple-oauth2.md")]
mod tutorial_security_simple_oauth2 {}

#[doc = include_str!("../../../docs/tutorial/security/oauth2-jwt.md")]
mod tutorial_security_oauth2_jwt {}

#[doc = include_str!("../../../docs/advanced/security/http-basic-auth.md")]
mod advanced_security_http_basic_auth {}

#[doc = include_str!("../../../docs/how-to/authentication-error-status-code.md")]
mod how_to_authentication_error_status_code {}

#[doc = include_str!("../../../docs/tutorial/debugging.md")]
mod tutorial_debugging {}

#[doc = include_str!("../../../docs/tutorial/header-param-models.md")]
mod tutorial_header_param_models {}

#[doc = include_str!("../../../docs/tutorial/cookie-params.md")]
mod tutorial_cookie_params {}

#[doc = include_str!("../../../docs/tutorial/cookie-param-models.md")]
mod tutorial_cookie_param_models {}

#[doc = include_str!("../../../docs/tutorial/request-form-models.md")]
mod tutorial_request_form_models {}

#[doc = include_str!("../../../docs/tutorial/request-forms-and-files.md")]
mod tutorial_request_forms_and_files {}

#[doc = include_str!("../../../docs/tutorial/extra-models.md")]
mod tutorial_extra_models {}

#[doc = include_str!("../../../docs/tutorial/encoder.md")]
mod tutorial_encoder {}

#[doc = include_str!("../../../docs/advanced/additional-status-codes.md")]
mod advanced_additional_status_codes {}

#[doc = include_str!("../../../docs/advanced/response-directly.md")]
mod advanced_response_directly {}

#[doc = include_str!("../../../docs/advanced/additional-responses.md")]
mod advanced_additional_responses {}

#[doc = include_str!("../../../docs/advanced/response-change-status-code.md")]
mod advanced_response_change_status_code {}

#[doc = include_str!("../../../docs/advanced/response-headers.md")]
mod advanced_response_headers {}

#[doc = include_str!("../../../docs/advanced/strict-content-type.md")]
mod advanced_strict_content_type {}

#[doc = include_str!("../../../docs/advanced/json-base64-bytes.md")]
mod advanced_json_base64_bytes {}

#[doc = include_str!("../../../docs/advanced/templates.md")]
mod advanced_templates {}

#[doc = include_str!("../../../docs/advanced/async-tests.md")]
mod advanced_async_tests {}

#[doc = include_str!("../../../docs/advanced/path-operation-advanced-configuration.md")]
mod advanced_path_operation_advanced_configuration {}

#[doc = include_str!("../../../docs/advanced/mount-services.md")]
mod advanced_mount_services {}

#[doc = include_str!("../../../docs/how-to/extending-openapi.md")]
mod how_to_extending_openapi {}

#[doc = include_str!("../../../docs/how-to/conditional-openapi.md")]
mod how_to_conditional_openapi {}

#[doc = include_str!("../../../docs/how-to/configure-swagger-ui.md")]
mod how_to_configure_swagger_ui {}

#[doc = include_str!("../../../docs/how-to/custom-docs-ui-assets.md")]
mod how_to_custom_docs_ui_assets {}

#[doc = include_str!("../../../docs/how-to/graphql.md")]
mod how_to_graphql {}

#[doc = include_str!("../../../docs/advanced/websockets.md")]
mod advanced_websockets {}

#[doc = include_str!("../../../docs/advanced/testing-websockets.md")]
mod advanced_testing_websockets {}
#[doc = include_str!("../../../docs/rust-types.md")]
mod rust_types {}

#[doc = include_str!("../../../docs/advanced/plain-structs.md")]
mod advanced_plain_structs {}

#[doc = include_str!("../../../docs/advanced/advanced-types.md")]
mod advanced_advanced_types {}

#[doc = include_str!("../../../docs/advanced/settings.md")]
mod advanced_settings {}

#[doc = include_str!("../../../docs/deployment/kubernetes.md")]
mod deployment_kubernetes {}

#[doc = include_str!("../../../docs/production/logging.md")]
mod production_logging {}

#[doc = include_str!("../../../docs/production/metrics.md")]
mod production_metrics {}

#[doc = include_str!("../../../docs/advanced/opentelemetry.md")]
mod advanced_opentelemetry {}
