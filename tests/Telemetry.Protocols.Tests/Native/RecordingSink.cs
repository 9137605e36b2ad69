using System.Globalization;
using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

sealed record AcceptedReading(
    string Series, long TimeMs, ReadingFlags Flags, char Quality, IReadOnlyDictionary<string, object> Fields)
{
    /// <summary>Fields by name: <c>flow_m3h=1.5 level_m=2</c>.</summary>
    public string FieldText => string.Join(
        ' ', Fields.OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key}={f.Value}")));
}

sealed record RejectedObject(string Raw, RejectReason Reason, string Detail);

/// <summary>Keeps a copy of all that it is given.</summary>
sealed class RecordingSink : IReadingSink
{
    public List<AcceptedReading> Accepted { get; } = [];

    public List<RejectedObject> Rejected { get; } = [];

    public int Count => Accepted.Count + Rejected.Count;

    public void Accept(Reading reading)
    {
        var fields = new Dictionary<string, object>();
        foreach (var field in reading.Fields)
            fields.Add(field.Definition.Name, field.Definition.Type is FieldType.Text ? field.Text! : field.Number);
        Accepted.Add(new AcceptedReading(
            reading.Series.Key, reading.TimeMs, reading.Flags, reading.Quality, fields));
    }

    public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail) =>
        Rejected.Add(new RejectedObject(Encoding.UTF8.GetString(raw), reason, detail));
}
