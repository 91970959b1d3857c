//! HTTP in, one action, HTTP out.

mod conditions;
mod downloads;
mod parcels;
mod ranges;
mod received;

use axum::{http::HeaderValue, middleware};
use time::OffsetDateTime;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::Transfer;

pub(crate) fn router(transfer: &Transfer) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(parcels::transfer_limits))
        .routes(routes!(parcels::list_parcels, parcels::create_parcel))
        .routes(routes!(parcels::open_parcel, parcels::change_parcel, parcels::delete_draft))
        .routes(routes!(parcels::check_recipients))
        .routes(routes!(parcels::dispatch_parcel, parcels::hold_parcel))
        .routes(routes!(parcels::withdraw_parcel))
        .routes(routes!(parcels::add_recipients))
        .routes(routes!(parcels::remind_recipients))
        .routes(routes!(received::take_own_file))
        .with_state(transfer.clone())
}

/// What a link opens, for whoever holds it.
pub(crate) fn public_router(transfer: &Transfer) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(received::open_received))
        .routes(routes!(received::take_received_file))
        .layer(middleware::from_fn_with_state(transfer.knocks.clone(), web::limit_rate))
        .with_state(transfer.clone())
}

/// An instant as HTTP writes it (RFC 9110 §5.6.7).
pub(crate) fn http_date(instant: OffsetDateTime) -> HeaderValue {
    HeaderValue::from_str(&httpdate::fmt_http_date(instant.into())).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn dates_are_those_of_http() {
        assert_eq!(http_date(datetime!(1994-11-06 09:49:37 +1)), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
