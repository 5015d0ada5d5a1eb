-- Orders at providers as their webhooks tell of them, each in the provider's own words.
CREATE TABLE "ProviderOrder" (
  "provider"  TEXT NOT NULL,
  "orderId"   TEXT NOT NULL,
  -- null until there was news that the provider's document knows
  "rawStatus" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("provider", "orderId")
);

-- What became of the order with each event, also where that was nothing.
CREATE TABLE "OrderTransition" (
  "provider"   TEXT NOT NULL,
  "eventId"    TEXT NOT NULL,
  "orderId"    TEXT NOT NULL,
  "step"       TEXT NOT NULL,
  "fromStatus" TEXT,
  "toStatus"   TEXT NOT NULL,
  "position"   BIGINT GENERATED ALWAYS AS IDENTITY,
  "createdAt"  TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("provider", "eventId"),
  FOREIGN KEY ("provider", "eventId") REFERENCES "WebhookEvent" ("provider", "eventId"),
  FOREIGN KEY ("provider", "orderId") REFERENCES "ProviderOrder" ("provider", "orderId")
);
CREATE INDEX "OrderTransition_order_idx" ON "OrderTransition" ("provider", "orderId");
CREATE INDEX "Payment_gatewayReference_idx" ON "Payment" ("gatewayReference")
  WHERE "status" = 'PENDING' AND "gatewayReference" IS NOT NULL;
