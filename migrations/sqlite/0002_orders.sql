-- Orders at providers as their webhooks tell of them, each in the provider's own words.
CREATE TABLE "ProviderOrder" (
  "provider"  TEXT NOT NULL,
  "orderId"   TEXT NOT NULL,
  -- null until there was news that the provider's document knows
  "rawStatus" TEXT,
  "createdAt" INTEGER NOT NULL,
  "updatedAt" INTEGER NOT NULL,
  PRIMARY KEY ("provider", "orderId")
) STRICT, WITHOUT ROWID;

-- What became of the order with each event, also where that was nothing.
CREATE TABLE "OrderTransition" (
  "provider"   TEXT NOT NULL,
  "eventId"    TEXT NOT NULL,
  "orderId"    TEXT NOT NULL,
  "step"       TEXT NOT NULL,
  "fromStatus" TEXT,
  "toStatus"   TEXT NOT NULL,
  "createdAt"  INTEGER NOT NULL,
  PRIMARY KEY ("provider", "eventId"),
  FOREIGN KEY ("provider", "eventId") REFERENCES "WebhookEvent" ("provider", "eventId"),
  FOREIGN KEY ("provider", "orderId") REFERENCES "ProviderOrder" ("provider", "orderId")
) STRICT;
CREATE INDEX "OrderTransition_order_idx" ON "OrderTransition" ("provider", "orderId");
CREATE INDEX "Payment_gatewayReference_idx" ON "Payment" ("gatewayReference")
  WHERE "status" = 'PENDING' AND "gatewayReference" IS NOT NULL;
