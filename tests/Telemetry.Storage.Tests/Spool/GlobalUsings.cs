global using ReadingSpool = Telemetry.Storage.Spool.Spool;
