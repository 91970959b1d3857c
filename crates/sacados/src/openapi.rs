//! `docs/api.json`: the API, described by the code that serves it.

use axum::Router;
use utoipa::openapi::{
    Content, InfoBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};
use utoipa_axum::router::OpenApiRouter;

use crate::{Settings, desk::Desk, plan::Furniture, serve};

/// The API as routers, and its description. A door of `Tool::routes` is marked as closed in both.
pub(crate) fn api(furniture: &Furniture, desk: &Desk, live: OpenApiRouter) -> (Router, OpenApi) {
    let close = axum::middleware::from_fn_with_state;
    // Open and closed doors of one prefix are merged before they are nested: a path may have one of each.
    let house = desk.public_routes().merge(closed(desk.routes()).layer(close("house", web::signed_in)));
    let mut api = OpenApiRouter::new().nest("/api/house", house);
    api = api.nest("/api", closed(live).layer(close("house", web::signed_in)));
    for tool in &furniture.tools {
        let doors = closed(tool.routes()).layer(close(tool.name(), web::signed_in));
        api = api.nest(&format!("/api/{}", tool.name()), tool.public_routes().merge(doors));
    }
    let (router, mut openapi) = api.split_for_parts();
    openapi.info = InfoBuilder::new()
        .title("Sacados")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Every operation says what it tells: `x-tells` is the action of the fact, or `nothing:` and the reason.",
        ))
        .build();
    let components = openapi.components.get_or_insert_default();
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("sacados")));
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A personal access token."))
        .build();
    components.add_security_scheme("session", cookie);
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    (router, openapi)
}

/// Marks every operation as behind `signed_in`.
fn closed(mut routes: OpenApiRouter) -> OpenApiRouter {
    for item in routes.get_openapi_mut().paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.options,
            &mut item.head,
            &mut item.patch,
            &mut item.trace,
        ];
        for operation in operations.into_iter().flatten() {
            let none: [&str; 0] = [];
            operation.security = Some(vec![
                SecurityRequirement::new("session", none),
                SecurityRequirement::new("token", none),
            ]);
            operation.responses.responses.entry("401".to_owned()).or_insert_with(not_signed_in);
            operation.responses.responses.entry("401".to_owned()).or_insert_with(not_signed_in);
        }
    }
    routes
}

/// What a closed door answers to who has not signed in.
fn not_signed_in() -> RefOr<Response> {
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description("`sign_in`")
        .content("application/problem+json", problem)
        .build()
        .into()
}

/// The description alone, as pretty JSON with a final newline. Runs inside a Tokio runtime.
///
/// # Errors
/// When the rooms cannot be furnished for it.
pub fn description() -> Result<String, String> {
    let settings = Settings::read(None).map_err(|failed| failed.sentence())?;
    let furniture = serve::furnish_for_description(&settings).map_err(|failed| failed.sentence())?;
    let openapi = serve::api_of(&furniture, &settings);
    serde_json::to_string_pretty(&openapi).map(|text| text + "\n").map_err(|error| error.to_string())
}
