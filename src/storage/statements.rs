//! The statements that read and those that write one row, each once for both databases. A database says what a column takes
//! to be read as text or as milliseconds since 1970, what a parameter takes to be kept as JSON, and what the time is: its
//! own, or a parameter. Every column that is read has a name, by which `rows.rs` reads it. Batches of payments are written
//! by each database in its own way, which makes them fast.

/// A column of a table under its own name, as it is.
#[cfg(feature = "sqlite")]
macro_rules! plain {
    ($table:literal, $column:literal) => {
        concat!($table, ".\"", $column, "\" AS \"", $column, "\"")
    };
}
#[cfg(feature = "sqlite")]
pub(super) use plain;

/// The columns of a payment, which is `p`.
macro_rules! payment_columns {
    ($text:ident, $time:ident) => {
        concat!(
            r#"p."id" AS "id", p."userId" AS "userId", p."walletId" AS "walletId", p."transactionId" AS "transactionId",
            p."paymentMethodId" AS "paymentMethodId", p."amount" AS "amount", p."currency" AS "currency",
            p."gatewayReference" AS "gatewayReference", p."idempotencyKey" AS "idempotencyKey",
            p."fingerprint" AS "fingerprint", p."serviceId" AS "serviceId", "#,
            $text!("p", "status"),
            ", ",
            $text!("p", "type"),
            ", ",
            $text!("p", "metadata"),
            ", ",
            $time!("p", "createdAt"),
            ", ",
            $time!("p", "updatedAt")
        )
    };
}
pub(super) use payment_columns;

/// Where an order stands.
macro_rules! order {
    ($text:ident) => {
        concat!(
            r#"SELECT o."rawStatus" AS "rawStatus", "#,
            $text!("o", "amounts"),
            r#" FROM "ProviderOrder" o WHERE o."provider" = $1 AND o."orderId" = $2"#
        )
    };
}
pub(super) use order;

macro_rules! statements {
    ($text:ident, $time:ident, $json:ident, $now:ident, $order_of_transitions:literal) => {
        const PAYMENT_BY_ID: &str =
            concat!("SELECT ", payment_columns!($text, $time), r#" FROM "Payment" p WHERE p."id" = $1"#);

        const PAYMENT_BY_KEY: &str = concat!(
            "SELECT ",
            payment_columns!($text, $time),
            r#" FROM "Payment" p WHERE p."walletId" = $1 AND p."idempotencyKey" = $2"#
        );

        const PAYMENTS: &str = concat!(
            "SELECT * FROM (SELECT ",
            payment_columns!($text, $time),
            r#" FROM "Payment" p) q
            WHERE (CAST($1 AS TEXT) IS NULL OR q."walletId" = $1)
                AND (CAST($2 AS TEXT) IS NULL OR q."transactionId" = $2)
                AND (CAST($3 AS TEXT) IS NULL OR q."status" = $3)
                AND (CAST($4 AS BIGINT) IS NULL OR q."createdAt" >= $4)
                AND (CAST($5 AS BIGINT) IS NULL OR q."createdAt" < $5)
                AND (CAST($7 AS TEXT) IS NULL OR q."serviceId" = $7)
            ORDER BY q."createdAt" DESC, q."id" DESC LIMIT $6"#
        );

        const ATTEMPTS: &str = concat!(
            r#"SELECT a."id" AS "id", a."paymentId" AS "paymentId", a."gateway" AS "gateway",
            a."attemptNumber" AS "attemptNumber", a."errorCode" AS "errorCode", a."errorMessage" AS "errorMessage", "#,
            $text!("a", "status"),
            ", ",
            $text!("a", "rawRequest"),
            ", ",
            $text!("a", "rawResponse"),
            ", ",
            $time!("a", "createdAt"),
            r#" FROM "PaymentAttempt" a WHERE a."paymentId" = $1 ORDER BY a."attemptNumber""#
        );

        const STEPS: &str = concat!(
            r#"SELECT s."number" AS "number", s."name" AS "name", s."owner" AS "owner", s."status" AS "status", "#,
            $text!("s", "result"),
            r#", s."errorCode" AS "errorCode" FROM "AttemptStep" s WHERE s."attemptId" = $1 ORDER BY s."number""#
        );

        const KEPT_EVENT: &str = r#"SELECT 1 FROM "WebhookEvent" WHERE "provider" = $1 AND "eventId" = $2"#;

        /// The columns of a payment with its attempt's beside them.
        const ATTEMPT_OF: &str = concat!(
            "SELECT ",
            payment_columns!($text, $time),
            r#", a."id" AS "attemptId", CAST(a."status" AS TEXT) AS "attemptStatus",
                CAST(a."rawResponse" AS TEXT) AS "attemptResponse"
            FROM "PaymentAttempt" a JOIN "Payment" p ON p."id" = a."paymentId"
            WHERE a."gateway" = $1 AND a."gatewayReference" = $2"#
        );

        const ALARMS: &str = concat!(
            r#"SELECT a."id" AS "id", a."kind" AS "kind", a."paymentId" AS "paymentId", a."attemptId" AS "attemptId",
            a."gateway" AS "gateway", a."gatewayReference" AS "gatewayReference", a."resolvedBy" AS "resolvedBy",
            a."reason" AS "reason", "#,
            $text!("a", "details"),
            ", ",
            $time!("a", "createdAt"),
            ", ",
            $time!("a", "resolvedAt"),
            r#" FROM "Alarm" a
            WHERE (CAST($1 AS TEXT) IS NULL OR $1 IN (a."id", a."paymentId", a."attemptId"))
                AND (a."resolvedAt" IS NULL OR NOT $2)
            ORDER BY a."createdAt" DESC, a."id" DESC LIMIT $3"#
        );

        const ENDED: &str = r#"SELECT CAST("type" AS TEXT) AS "type", CAST("status" AS TEXT) AS "status", "code",
            CAST(sum("count") AS BIGINT) AS "total" FROM "EndedPayments" GROUP BY "type", "status", "code""#;

        const ORDER: &str = order!($text);

        const TRANSITIONS: &str = concat!(
            r#"SELECT t."eventId" AS "eventId", t."step" AS "step", t."fromStatus" AS "fromStatus",
                t."toStatus" AS "toStatus"
            FROM "OrderTransition" t WHERE t."provider" = $1 AND t."orderId" = $2 ORDER BY t."#,
            $order_of_transitions
        );

        const KEEP_EVENT: &str = concat!(
            r#"INSERT INTO "WebhookEvent" ("provider", "eventId", "name", "data", "receivedAt")
            VALUES ($1, $2, $3, "#,
            $json!("$4"),
            ", ",
            $now!("$5"),
            ") ON CONFLICT DO NOTHING"
        );

        const OPEN_ORDER: &str = concat!(
            r#"INSERT INTO "ProviderOrder" ("provider", "orderId", "createdAt", "updatedAt") VALUES ($1, $2, "#,
            $now!("$3"),
            ", ",
            $now!("$3"),
            ") ON CONFLICT DO NOTHING"
        );

        const MOVE_ORDER: &str = concat!(
            r#"UPDATE "ProviderOrder" SET "rawStatus" = $3, "amounts" = "#,
            $json!("$4"),
            r#", "updatedAt" = "#,
            $now!("$5"),
            r#" WHERE "provider" = $1 AND "orderId" = $2"#
        );

        const KEEP_TRANSITION: &str = concat!(
            r#"INSERT INTO "OrderTransition" ("provider", "eventId", "orderId", "step", "fromStatus", "toStatus",
                "createdAt")
            VALUES ($1, $2, $3, $4, $5, $6, "#,
            $now!("$7"),
            ")"
        );

        const RAISE_ALARM: &str = concat!(
            r#"INSERT INTO "Alarm" ("id", "kind", "paymentId", "attemptId", "gateway", "gatewayReference", "details",
                "createdAt")
            VALUES ($1, $2, $3, $4, $5, $6, "#,
            $json!("$7"),
            ", ",
            $now!("$8"),
            ") ON CONFLICT DO NOTHING"
        );

        const RESOLVE_ALARM: &str = concat!(
            r#"UPDATE "Alarm" SET "resolvedBy" = $2, "reason" = $3, "resolvedAt" = "#,
            $now!("$4"),
            r#" WHERE "id" = $1 AND "resolvedAt" IS NULL"#
        );

        /// Writes something, as a payment would be.
        const PROBE: &str = concat!(
            r#"INSERT INTO "Probe" ("id", "at") VALUES (1, "#,
            $now!("$1"),
            r#") ON CONFLICT ("id") DO UPDATE SET "at" = excluded."at""#
        );
    };
}
pub(super) use statements;
