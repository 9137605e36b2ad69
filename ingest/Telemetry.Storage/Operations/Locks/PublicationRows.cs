using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Locks;

/// <summary>What is published of a month, as rows.</summary>
internal static class PublicationRows
{
    private const int LongestName = 40;

    /// <exception cref="ArgumentException">It has no copies, or two of one format and language.</exception>
    public static void Check(Publication publication)
    {
        if (publication.Copies.Count == 0)
            throw new ArgumentException("a publication has at least one copy", nameof(publication));
        if (publication.Copies.GroupBy(copy => (copy.Format, copy.Language)).FirstOrDefault(
            group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"the copy {twice.Key} is there twice", nameof(publication));
        if (publication.Copies.Any(copy => copy.Format.Length is 0 or > LongestName
            || copy.Language.Length is 0 or > LongestName))
            throw new ArgumentException($"a format and a language have 1 to {LongestName} characters",
                nameof(publication));
    }

    public static void Add(
        OperationsContext context, Scope scope, LedgerMonth month, int revision, Publication publication, Actor actor,
        string why, DateTimeOffset now)
    {
        context.Publications.Add(new PublicationRow
        {
            Scope = scope.ToString(),
            Month = month.ToString(),
            Revision = revision,
            DataVersion = publication.DataVersion.Value,
            DataVersionMs = publication.DataVersion.At.ToUnixTimeMilliseconds(),
            Values = publication.Values.Json,
            Actor = actor.ToString(),
            AtMs = now.ToUnixTimeMilliseconds(),
            Why = why,
        });
        // The copies refer to their publication, and nothing else tells in which order they are written.
        context.SaveChanges();
        foreach (var copy in publication.Copies)
        {
            var content = copy.Content.ToArray();
            context.Copies.Add(new CopyRow
            {
                Scope = scope.ToString(),
                Month = month.ToString(),
                Revision = revision,
                Format = copy.Format,
                Language = copy.Language,
                Bytes = content.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                Content = content,
            });
        }
    }

    public static PublicationRow? Newest(OperationsContext context, Scope scope, LedgerMonth month)
    {
        var (scopeName, monthName) = (scope.ToString(), month.ToString());
        return context.Publications.AsNoTracking()
            .Where(row => row.Scope == scopeName && row.Month == monthName)
            .OrderByDescending(row => row.Revision)
            .FirstOrDefault();
    }

    public static MonthLock? FindLock(OperationsContext context, Scope scope, LedgerMonth month)
    {
        if (Newest(context, scope, month) is not { } newest) return null;
        var first = newest.Revision == 0
            ? newest
            : context.Publications.AsNoTracking().Single(
                row => row.Scope == newest.Scope && row.Month == newest.Month && row.Revision == 0);
        return new MonthLock(
            scope, month, DateTimeOffset.FromUnixTimeMilliseconds(first.AtMs), Actor.Parse(first.Actor),
            RevisionOf(context, newest));
    }

    public static MonthRevision RevisionOf(OperationsContext context, PublicationRow row)
    {
        var copies = context.Copies.AsNoTracking()
            .Where(copy => copy.Scope == row.Scope && copy.Month == row.Month && copy.Revision == row.Revision)
            .OrderBy(copy => copy.Format).ThenBy(copy => copy.Language)
            // Without the content, which may be megabytes.
            .Select(copy => new CopyLabel(copy.Format, copy.Language, copy.Bytes, copy.Sha256))
            .ToList();
        return new MonthRevision(
            row.Revision, VersionOf(row.DataVersion, row.DataVersionMs), ValueSet.Parse(row.Values),
            DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), Actor.Parse(row.Actor), row.Why, copies);
    }

    public static DataVersion VersionOf(string value, long atMs) =>
        new(value, DateTimeOffset.FromUnixTimeMilliseconds(atMs));

    /// <summary>For the ledger: the figures, with what they stand in.</summary>
    public static string Figures(ValueSet values, string dataVersion, int revision) =>
        values.With("revision", revision).With("data_version", dataVersion).Json;
}
