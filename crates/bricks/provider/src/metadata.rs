//! What the house says of itself to applications (OpenID Connect Discovery 1.0, RFC 8414, Matrix § Server metadata discovery).

use kernel::{Acr, Language};
use serde_json::{Value, json};

use crate::{
    Provider, claims,
    model::{AuthMethod, GRANT_TYPES, STANDARD, SigningAlg},
    token::ASSERTION_ALGORITHMS,
};

/// What the account pages do when they are asked to by name (Matrix § Account management URL, MSC4191): `managed.ts` leads there.
/// No link does anything by itself; closing a device is asked.
const ACCOUNT_ACTIONS: [&str; 7] = [
    "org.matrix.profile",
    "org.matrix.devices_list",
    "org.matrix.device_view",
    "org.matrix.device_delete",
    "org.matrix.sessions_list",
    "org.matrix.session_view",
    "org.matrix.session_end",
];

impl Provider {
    pub(crate) fn metadata(&self) -> Value {
        let issuer = self.issuer();
        let at = |path: &str| format!("{issuer}/oauth2/{path}");
        let methods: Vec<&str> = AuthMethod::ALL.into_iter().map(AuthMethod::as_str).collect();
        let proven = &methods[..3];
        let algs: Vec<&str> = SigningAlg::ALL.into_iter().map(SigningAlg::as_str).collect();
        let assertions: Vec<String> = ASSERTION_ALGORITHMS.iter().map(|alg| format!("{alg:?}")).collect();
        let mut scopes = STANDARD.to_vec();
        scopes.push("urn:matrix:client:api:*");
        json!({
            "issuer": issuer,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "jwks_uri": at("keys.json"),
            "registration_endpoint": at("registration"),
            "scopes_supported": scopes,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "grant_types_supported": GRANT_TYPES,
            "acr_values_supported": Acr::ALL,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": algs,
            "userinfo_endpoint": at("userinfo"),
            "userinfo_signing_alg_values_supported": algs,
            "introspection_endpoint": at("introspect"),
            "introspection_endpoint_auth_methods_supported": proven,
            "introspection_endpoint_auth_signing_alg_values_supported": assertions,
            "introspection_signing_alg_values_supported": algs,
            "revocation_endpoint": at("revoke"),
            "revocation_endpoint_auth_methods_supported": methods,
            "revocation_endpoint_auth_signing_alg_values_supported": assertions,
            "token_endpoint_auth_methods_supported": methods,
            "token_endpoint_auth_signing_alg_values_supported": assertions,
            "device_authorization_endpoint": at("device"),
            "pushed_authorization_request_endpoint": at("par"),
            "require_pushed_authorization_requests": false,
            "end_session_endpoint": at("logout"),
            "backchannel_logout_supported": true,
            "backchannel_logout_session_supported": true,
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
            "claims_supported": claims::SUPPORTED,
            "claims_parameter_supported": true,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "prompt_values_supported": ["none", "login", "consent", "select_account", "create"],
            "ui_locales_supported": Language::ALL,
            "account_management_uri": format!("{issuer}/account"),
            "account_management_actions_supported": ACCOUNT_ACTIONS,
        })
    }
}
