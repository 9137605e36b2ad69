using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Derivation;

/// <summary>
/// The partitions that wait. A late year is half a million rows, so they pass through prepared statements and not
/// through tracked objects; the transaction is the context's.
/// </summary>
internal sealed class DirtyTable(OperationsContext context)
{
    public void Note(IReadOnlyCollection<NewPartition> partitions, long nowMs)
    {
        using var next = Command("UPDATE dirty_note SET last = last + 1 RETURNING last");
        var note = (long)next.ExecuteScalar()!;
        using var insert = Command(
            """
            INSERT INTO dirty (kind, subject, start_ms, cause, note, noted_ms)
            VALUES ($kind, $subject, $start, $cause, $note, $noted)
            ON CONFLICT DO UPDATE SET cause = cause | excluded.cause, note = excluded.note
            """,
            "$kind", "$subject", "$start", "$cause", "$note", "$noted");
        insert.Parameters["$note"].Value = note;
        insert.Parameters["$noted"].Value = nowMs;
        foreach (var partition in partitions)
        {
            insert.Parameters["$kind"].Value = (long)partition.Kind;
            insert.Parameters["$subject"].Value = partition.Subject;
            insert.Parameters["$start"].Value = partition.StartMs;
            insert.Parameters["$cause"].Value = (long)partition.Cause;
            insert.ExecuteNonQuery();
        }
    }

    public void Remove(IReadOnlyCollection<DirtyPartition> partitions)
    {
        if (partitions.Count == 0) return;
        using var delete = Command(
            "DELETE FROM dirty WHERE kind = $kind AND subject = $subject AND start_ms = $start AND note = $note",
            "$kind", "$subject", "$start", "$note");
        foreach (var partition in partitions)
        {
            delete.Parameters["$kind"].Value = (long)partition.Kind;
            delete.Parameters["$subject"].Value = partition.Subject;
            delete.Parameters["$start"].Value = partition.StartMs;
            delete.Parameters["$note"].Value = partition.Note;
            delete.ExecuteNonQuery();
        }
    }

    public IReadOnlyList<DirtyPartition> Waiting(PartitionKind kind, long? fromMs, int limit)
    {
        // Hours are read a meter at a time, days all together; new ones are found
        // without passing over a late year.
        var bySubject = kind == PartitionKind.MeterHour;
        var index = bySubject && fromMs is null ? "" : "INDEXED BY dirty_by_start";
        using var select = Command(
            $"""
            SELECT subject, start_ms, cause, note FROM dirty {index}
            WHERE kind = $kind {(fromMs is null ? "" : "AND start_ms >= $from")}
            ORDER BY {(bySubject ? "subject, start_ms" : "start_ms, subject")} LIMIT $limit
            """,
            "$kind", "$limit", "$from");
        select.Parameters["$kind"].Value = (long)kind;
        select.Parameters["$from"].Value = fromMs ?? 0;
        select.Parameters["$limit"].Value = limit;
        using var reader = select.ExecuteReader();
        var partitions = new List<DirtyPartition>();
        while (reader.Read())
        {
            partitions.Add(new DirtyPartition(
                kind, reader.GetString(0), reader.GetInt64(1), (ChangeCause)reader.GetInt32(2), reader.GetInt64(3)));
        }
        return partitions;
    }

    public IReadOnlyList<Backlog> Backlog()
    {
        using var select = Command("SELECT kind, COUNT(*), MIN(noted_ms) FROM dirty GROUP BY kind ORDER BY kind");
        using var reader = select.ExecuteReader();
        var backlog = new List<Backlog>();
        while (reader.Read())
        {
            backlog.Add(new Backlog(
                (PartitionKind)reader.GetInt32(0), reader.GetInt64(1),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2))));
        }
        return backlog;
    }

    private DbCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
