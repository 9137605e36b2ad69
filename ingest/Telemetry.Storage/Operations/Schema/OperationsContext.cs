using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telemetry.Storage.Operations.Schema;

/// <summary>The tables as <see cref="OperationsSchema"/> makes them; one context a piece of work.</summary>
internal sealed class OperationsContext(DbContextOptions<OperationsContext> options) : DbContext(options)
{
    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    public DbSet<CursorRow> Cursors => Set<CursorRow>();

    public DbSet<FigureRow> Figures => Set<FigureRow>();

    public DbSet<FigureImportRow> Imports => Set<FigureImportRow>();

    public DbSet<LedgerEntry> Ledger => Set<LedgerEntry>();

    public DbSet<ReviewRow> Reviews => Set<ReviewRow>();

    public DbSet<PublicationRow> Publications => Set<PublicationRow>();

    public DbSet<CopyRow> Copies => Set<CopyRow>();

    public DbSet<PendingRow> Pending => Set<PendingRow>();

    public DbSet<DayValueRow> DayValues => Set<DayValueRow>();

    public DbSet<AlarmRow> Alarms => Set<AlarmRow>();

    public DbSet<AlarmEventRow> AlarmEvents => Set<AlarmEventRow>();

    public DbSet<NoticeRow> Notices => Set<NoticeRow>();

    public DbSet<VehicleHourRow> VehicleHours => Set<VehicleHourRow>();

    public DbSet<TripRow> Trips => Set<TripRow>();

    public DbSet<StopRow> Stops => Set<StopRow>();

    public DbSet<SpeedingRow> Speedings => Set<SpeedingRow>();

    public DbSet<VisitRow> Visits => Set<VisitRow>();

    public DbSet<VehicleDayRow> VehicleDays => Set<VehicleDayRow>();

    public DbSet<LoadRow> Loads => Set<LoadRow>();

    public DbSet<ServiceDayRow> ServiceDays => Set<ServiceDayRow>();

    public DbSet<RoundRow> Rounds => Set<RoundRow>();

    public DbSet<RoundPointRow> RoundPoints => Set<RoundPointRow>();

    public DbSet<UnmatchedRow> Unmatched => Set<UnmatchedRow>();

    public DbSet<AccountRow> Accounts => Set<AccountRow>();

    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    public DbSet<EndedSessionRow> EndedSessions => Set<EndedSessionRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Table<LeaseRow>(modelBuilder, "lease").HasKey(row => row.Name);
        Table<CursorRow>(modelBuilder, "derive_cursor").HasKey(row => row.Consumer);
        Table<FigureRow>(modelBuilder, "figure").HasKey(row => row.Id);
        Table<FigureImportRow>(modelBuilder, "figure_import").HasKey(row => row.Id);
        Table<LedgerEntry>(modelBuilder, "ledger").HasKey(row => row.Id);
        Table<ReviewRow>(modelBuilder, "review").HasKey(row => row.Id);
        Table<PublicationRow>(modelBuilder, "publication").HasKey(row => new { row.Scope, row.Month, row.Revision });
        Table<CopyRow>(modelBuilder, "published_copy")
            .HasKey(row => new { row.Scope, row.Month, row.Revision, row.Format, row.Language });
        Table<PendingRow>(modelBuilder, "pending_revision").HasKey(row => row.Id);
        Table<DayValueRow>(modelBuilder, "day_value").HasKey(row => new { row.Subject, row.Day });

        Table<AlarmRow>(modelBuilder, "alarm").HasKey(row => row.Id);
        Table<AlarmEventRow>(modelBuilder, "alarm_event").HasKey(row => row.Id);
        Table<NoticeRow>(modelBuilder, "alarm_notice").HasKey(row => row.Id);

        Table<VehicleHourRow>(modelBuilder, "vehicle_hour").HasKey(row => new { row.Vehicle, row.HourMs });
        Table<TripRow>(modelBuilder, "trip").HasKey(row => new { row.Vehicle, row.HourMs, row.Nr });
        Table<StopRow>(modelBuilder, "stop").HasKey(row => new { row.Vehicle, row.HourMs, row.Nr });
        Table<SpeedingRow>(modelBuilder, "speeding").HasKey(row => new { row.Vehicle, row.HourMs, row.Nr });
        Table<VisitRow>(modelBuilder, "visit").HasKey(row => new { row.Vehicle, row.HourMs, row.Nr });
        Table<VehicleDayRow>(modelBuilder, "vehicle_day").HasKey(row => new { row.Vehicle, row.Day });
        Table<LoadRow>(modelBuilder, "load").HasKey(row => new { row.Vehicle, row.Day, row.Nr });
        Table<ServiceDayRow>(modelBuilder, "service_day").HasKey(row => row.Day);
        Table<RoundRow>(modelBuilder, "round").HasKey(row => new { row.Day, row.Nr });
        Table<RoundPointRow>(modelBuilder, "round_point").HasKey(row => new { row.Day, row.RoundNr, row.Nr });
        Table<UnmatchedRow>(modelBuilder, "unmatched_weighing").HasKey(row => new { row.Day, row.Nr });

        Table<AccountRow>(modelBuilder, "account").HasKey(row => row.Id);
        Table<ApiTokenRow>(modelBuilder, "api_token").HasKey(row => row.Id);
        Table<EndedSessionRow>(modelBuilder, "ended_session").HasKey(row => row.Id);

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        modelBuilder.Entity<FigureImportRow>().Property(row => row.Sha256).HasColumnName("sha256");
        modelBuilder.Entity<CopyRow>().Property(row => row.Sha256).HasColumnName("sha256");
    }

    private static EntityTypeBuilder<TRow> Table<TRow>(ModelBuilder model, string name)
        where TRow : class => model.Entity<TRow>().ToTable(name);
}
