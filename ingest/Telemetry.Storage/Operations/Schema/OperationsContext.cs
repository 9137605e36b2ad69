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

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        modelBuilder.Entity<FigureImportRow>().Property(row => row.Sha256).HasColumnName("sha256");
        modelBuilder.Entity<CopyRow>().Property(row => row.Sha256).HasColumnName("sha256");
    }

    private static EntityTypeBuilder<TRow> Table<TRow>(ModelBuilder model, string name)
        where TRow : class => model.Entity<TRow>().ToTable(name);
}
