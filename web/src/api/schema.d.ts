/**
 * Provisional: written by hand from the agreed addresses, in the shape openapi-typescript gives.
 * `pnpm api` replaces it from docs/api.json.
 */

export interface paths {
    "/api/house": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["House"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/house/dead-jobs": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": { jobs: components["schemas"]["DeadJob"][] } } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/house/dead-jobs/{id}/retries": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                202: { headers: { [name: string]: unknown }; content?: never };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/house/mails": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": { mails: components["schemas"]["MailRow"][] } } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/house/mails/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Mail"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/me": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        patch: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["MePatch"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/me/password": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        put: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["NewPassword"] } };
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/lookups": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["AddressOnly"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Lookup"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/sessions": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": { sessions: components["schemas"]["Session"][] } } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["Credentials"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/sessions/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        delete: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/codes": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["AddressOnly"] } };
            responses: {
                202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["CodeSent"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/codes/{id}/sessions": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["CodeAnswer"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/tokens": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": { tokens: components["schemas"]["Token"][] } } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["NewToken"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["TokenMade"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/tokens/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        delete: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/sample/persons": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": { persons: components["schemas"]["SamplePerson"][] } } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/identity/sample/sessions": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["SampleChoice"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/directory/organisations": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": { organisations: components["schemas"]["Organisation"][] } } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/audit/facts": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: { before?: number; action?: string; limit?: number; }; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": { facts: components["schemas"]["AuditFact"][]; next?: number | null } } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/limits": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["TransferLimits"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/parcels": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: { box?: "sent" | "received" | "drafts" | "ended"; before?: string; }; header?: never; path?: never; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ParcelPage"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["NewParcel"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/parcels/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        patch: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["NewParcel"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/recipient-checks": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path?: never; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["Addresses"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AddressChecks"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/parcels/{id}/dispatch": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        put: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/parcels/{id}/withdrawal": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        put: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/parcels/{id}/recipients": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["Addresses"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/parcels/{id}/reminders": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        post: {
            parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never };
            requestBody: { content: { "application/json": components["schemas"]["RecipientIds"] } };
            responses: {
                202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Parcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
    "/api/transfer/received/{key}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: { query?: never; header?: never; path: { key: string; }; cookie?: never };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ReceivedParcel"] } };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            params?: { [key: string]: unknown };
            request_id?: string | null;
        };
        House: {
            name: string;
            version: string;
            build: string;
            languages: string[];
            sample: boolean;
            outbox: "off" | "administrators" | "everyone";
            tools: components["schemas"]["HouseTool"][];
        };
        HouseTool: {
            name: string;
        };
        DeadJob: {
            id: string;
            queue: string;
            attempts: number;
            last_error?: string | null;
            first_at: string;
            failed_at: string;
        };
        MailRow: {
            id: string;
            to: string;
            subject: string;
            at: string;
        };
        Mail: {
            id: string;
            to: string;
            subject: string;
            at: string;
            html?: string | null;
            text?: string | null;
        };
        OrganisationBrief: {
            id: string;
            name: string;
            acronym?: string | null;
        };
        Organisation: {
            id: string;
            parent?: string | null;
            name: string;
            acronym?: string | null;
            kind: string;
            domains: string[];
        };
        MePerson: {
            id: string;
            name: string;
            initials: string;
            address: string;
            language: string;
        };
        MeSession: {
            id: string;
            strength: "password" | "code" | "sample" | "token";
            expires_at: string;
        };
        Me: {
            person: components["schemas"]["MePerson"];
            agent: boolean;
            population: "agent" | "contractor" | "external";
            organisation?: components["schemas"]["OrganisationBrief"] | null;
            roles: string[];
            session: components["schemas"]["MeSession"];
        };
        MePatch: {
            name?: string | null;
            language?: string | null;
        };
        NewPassword: {
            current?: string | null;
            new: string;
        };
        Lookup: {
            organisation?: components["schemas"]["LookupOrganisation"] | null;
            ways: ("password" | "code")[];
        };
        LookupOrganisation: {
            name: string;
            acronym?: string | null;
        };
        AddressOnly: {
            address: string;
        };
        Credentials: {
            address: string;
            password: string;
        };
        CodeSent: {
            id: string;
            address: string;
            expires_at: string;
        };
        CodeAnswer: {
            code: string;
        };
        Session: {
            id: string;
            current: boolean;
            strength: "password" | "code" | "sample" | "token";
            created_at: string;
            last_seen_at: string;
            expires_at: string;
            user_agent?: string | null;
        };
        Token: {
            id: string;
            name: string;
            scopes: string[];
            created_at: string;
            expires_at: string;
            last_used_at?: string | null;
        };
        NewToken: {
            name: string;
            scopes: string[];
            days: number;
        };
        TokenMade: {
            token: string;
            id: string;
            name: string;
            scopes: string[];
            created_at: string;
            expires_at: string;
        };
        SamplePerson: {
            id: string;
            name: string;
            initials: string;
            address: string;
            title?: string | null;
            population: "agent" | "contractor" | "external";
            organisation?: components["schemas"]["OrganisationBrief"] | null;
            unit?: string | null;
        };
        SampleChoice: {
            person: string;
        };
        Actor: {
            kind: "person" | "application" | "system";
            id?: string | null;
            name?: string | null;
        };
        Thing: {
            tool: string;
            kind: string;
            id: string;
        };
        AuditFact: {
            number: number;
            told_at: string;
            action: string;
            actor: components["schemas"]["Actor"];
            thing?: components["schemas"]["Thing"] | null;
            title?: string | null;
            details?: { [key: string]: unknown };
        };
        LiveFact: {
            number: number;
            action: string;
            scope: string;
            thing?: components["schemas"]["Thing"] | null;
        };
        TransferLimits: {
            max_parcel_bytes: number;
            max_file_bytes: number;
            max_recipients: number;
            max_files: number;
            max_days: number;
            default_days: number;
        };
        Parcel: {
            id: string;
            state: "draft" | "waiting" | "sent" | "expired" | "withdrawn";
            title: string;
            message: string;
            language: "fr" | "en";
            created_at: string;
            updated_at: string;
            sent_at?: string | null;
            ends_on: string;
            expires_at: string;
            size: number;
            files: components["schemas"]["ParcelFile"][];
            recipients: components["schemas"]["Recipient"][];
            events: components["schemas"]["ParcelEvent"][];
        };
        ParcelFile: {
            id: string;
            name: string;
            path: string;
            size: number;
            received: number;
            complete: boolean;
            media_type: string;
            sha256?: string | null;
            upload_url: string;
            expires_at?: string | null;
        };
        Recipient: {
            id: string;
            address: string;
            name?: string | null;
            kind: "agent" | "external";
            organisation?: string | null;
            mail: "waiting" | "sent" | "failed" | "bounced";
            opened_at?: string | null;
            downloads: components["schemas"]["Download"][];
            last_at?: string | null;
        };
        Download: {
            file: string;
            count: number;
            last_at: string;
        };
        ParcelEvent: {
            at: string;
            kind: "sent" | "opened" | "downloaded" | "reminded" | "prolonged" | "recipient_added" | "withdrawn" | "expired";
            recipient?: string | null;
            file?: string | null;
        };
        ParcelRow: {
            id: string;
            state: "draft" | "waiting" | "sent" | "expired" | "withdrawn";
            title: string;
            sender?: components["schemas"]["RowSender"] | null;
            recipients: components["schemas"]["RowRecipient"][];
            recipients_total: number;
            externals: number;
            files_total: number;
            size: number;
            sent_at?: string | null;
            updated_at: string;
            expires_at: string;
            downloaded_by: number;
            opened: boolean;
            key?: string | null;
        };
        RowSender: {
            name: string;
            organisation?: string | null;
        };
        RowRecipient: {
            name?: string | null;
            address?: string | null;
            kind: "agent" | "external";
        };
        ParcelCounts: {
            sent: number;
            received_new: number;
            drafts: number;
        };
        ParcelPage: {
            parcels: components["schemas"]["ParcelRow"][];
            next?: string | null;
            counts: components["schemas"]["ParcelCounts"];
        };
        NewParcel: {
            title?: string | null;
            message?: string | null;
            ends_on?: string | null;
            recipients?: string[] | null;
            language?: "fr" | "en" | null;
        };
        AddressCheck: {
            address: string;
            kind: "agent" | "external";
            name?: string | null;
            organisation?: string | null;
            allowed: boolean;
            reason?: string | null;
        };
        Addresses: {
            addresses: string[];
        };
        AddressChecks: {
            recipients: components["schemas"]["AddressCheck"][];
        };
        RecipientIds: {
            recipients: string[];
        };
        ReceivedParcel: {
            id: string;
            title: string;
            message: string;
            language: "fr" | "en";
            sender: components["schemas"]["ReceivedSender"];
            for_address: string;
            sent_at: string;
            ends_on: string;
            expires_at: string;
            files: components["schemas"]["ReceivedFile"][];
            size: number;
            state: "sent" | "expired" | "withdrawn";
        };
        ReceivedSender: {
            name: string;
            initials: string;
            address: string;
            organisation?: string | null;
            agent: boolean;
        };
        ReceivedFile: {
            id: string;
            name: string;
            path: string;
            size: number;
            media_type: string;
            sha256?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
