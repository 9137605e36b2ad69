namespace Telemetry.Storage.Operations.Schema;

/// <summary>What vehicles did, hour by hour and day by day: derived, and replaced whole by partition.</summary>
internal static class FleetTables
{
    private const string Tally =
        """
            driven_m REAL NOT NULL,
            working_m REAL NOT NULL,
            driving_ms INTEGER NOT NULL,
            working_ms INTEGER NOT NULL,
            idle_ms INTEGER NOT NULL,
            top_kmh REAL NOT NULL,
        """;

    public const string Script =
        $"""
        CREATE TABLE vehicle_hour (
            vehicle TEXT NOT NULL,
            hour_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            day TEXT NOT NULL,
            hour_of_day INTEGER NOT NULL,
        {Tally}
            unseen_m REAL NOT NULL,
            pings INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            no_fix INTEGER NOT NULL,
            inaccurate INTEGER NOT NULL,
            far INTEGER NOT NULL,
            trips_ended INTEGER NOT NULL,
            stops_begun INTEGER NOT NULL,
            covered_ms INTEGER NOT NULL,
            fresh_until_ms INTEGER NOT NULL,
            entry_state TEXT NOT NULL,
            exit_state TEXT NOT NULL,
            digest TEXT NOT NULL,
            inputs TEXT NOT NULL,
            PRIMARY KEY (vehicle, hour_ms)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX vehicle_hour_by_hour ON vehicle_hour (hour_ms, vehicle);
        CREATE TABLE trip (
            vehicle TEXT NOT NULL,
            hour_ms INTEGER NOT NULL,
            nr INTEGER NOT NULL,
            from_ms INTEGER NOT NULL,
            from_lat REAL NOT NULL,
            from_lon REAL NOT NULL,
            until_ms INTEGER NOT NULL,
            until_lat REAL NOT NULL,
            until_lon REAL NOT NULL,
        {Tally}
            ended_by TEXT NOT NULL,
            PRIMARY KEY (vehicle, hour_ms, nr)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trip_by_vehicle ON trip (vehicle, until_ms);
        CREATE INDEX trip_by_end ON trip (until_ms);
        CREATE TABLE stop (
            vehicle TEXT NOT NULL,
            hour_ms INTEGER NOT NULL,
            nr INTEGER NOT NULL,
            from_ms INTEGER NOT NULL,
            lat REAL NOT NULL,
            lon REAL NOT NULL,
            until_ms INTEGER NOT NULL,
        {Tally}
            ended_by TEXT NOT NULL,
            load_from_kg REAL,
            load_until_kg REAL,
            PRIMARY KEY (vehicle, hour_ms, nr)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX stop_by_vehicle ON stop (vehicle, until_ms);
        CREATE INDEX stop_by_end ON stop (until_ms);
        CREATE TABLE speeding (
            vehicle TEXT NOT NULL,
            hour_ms INTEGER NOT NULL,
            nr INTEGER NOT NULL,
            from_ms INTEGER NOT NULL,
            lat REAL NOT NULL,
            lon REAL NOT NULL,
            until_ms INTEGER NOT NULL,
            top_kmh REAL NOT NULL,
            limit_kmh REAL NOT NULL,
            working INTEGER NOT NULL,
            PRIMARY KEY (vehicle, hour_ms, nr)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX speeding_by_vehicle ON speeding (vehicle, until_ms);
        CREATE INDEX speeding_by_end ON speeding (until_ms);
        CREATE TABLE visit (
            vehicle TEXT NOT NULL,
            hour_ms INTEGER NOT NULL,
            nr INTEGER NOT NULL,
            place_kind TEXT NOT NULL,
            place TEXT NOT NULL,
            from_ms INTEGER NOT NULL,
            until_ms INTEGER NOT NULL,
            ended_by TEXT NOT NULL,
            fixes INTEGER NOT NULL,
            stood_ms INTEGER NOT NULL,
            worked INTEGER NOT NULL,
            tells_work INTEGER NOT NULL,
            PRIMARY KEY (vehicle, hour_ms, nr)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX visit_by_vehicle ON visit (vehicle, until_ms);
        CREATE INDEX visit_by_begin ON visit (place_kind, from_ms);

        CREATE TABLE vehicle_day (
            vehicle TEXT NOT NULL,
            day TEXT NOT NULL,
            open_load TEXT,
            digest TEXT NOT NULL,
            inputs TEXT NOT NULL,
            PRIMARY KEY (vehicle, day)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX vehicle_day_by_day ON vehicle_day (day);
        CREATE TABLE load (
            vehicle TEXT NOT NULL,
            day TEXT NOT NULL,
            nr INTEGER NOT NULL,
            material TEXT NOT NULL,
            ended_by TEXT NOT NULL,
            end_ms INTEGER NOT NULL,
            collect_from_ms INTEGER,
            collect_until_ms INTEGER,
            points TEXT NOT NULL,
            facility TEXT,
            gate_in_ms INTEGER,
            gate_out_ms INTEGER,
            tickets TEXT NOT NULL,
            net_kg REAL,
            let_go_ms INTEGER,
            let_go_lat REAL,
            let_go_lon REAL,
            let_go_kind TEXT,
            let_go_place TEXT,
            PRIMARY KEY (vehicle, day, nr)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX load_by_day ON load (day);

        CREATE TABLE service_day (
            day TEXT NOT NULL PRIMARY KEY,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            digest TEXT NOT NULL,
            inputs TEXT NOT NULL
        ) STRICT;
        CREATE TABLE round (
            day TEXT NOT NULL,
            nr INTEGER NOT NULL,
            round TEXT NOT NULL,
            vehicle TEXT NOT NULL,
            order_kept INTEGER,
            PRIMARY KEY (day, nr)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE round_point (
            day TEXT NOT NULL,
            round_nr INTEGER NOT NULL,
            nr INTEGER NOT NULL,
            point TEXT NOT NULL,
            district TEXT,
            from_ms INTEGER NOT NULL,
            until_ms INTEGER NOT NULL,
            state TEXT NOT NULL,
            served_ms INTEGER,
            served_by TEXT,
            PRIMARY KEY (day, round_nr, nr)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE unmatched_weighing (
            day TEXT NOT NULL,
            nr INTEGER NOT NULL,
            reason TEXT NOT NULL,
            facility TEXT NOT NULL,
            material TEXT NOT NULL,
            scale TEXT NOT NULL,
            ticket TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            gross_kg REAL,
            tare_kg REAL,
            net_kg REAL,
            source TEXT,
            vehicle TEXT,
            PRIMARY KEY (day, nr)
        ) STRICT, WITHOUT ROWID;
        """;
}
