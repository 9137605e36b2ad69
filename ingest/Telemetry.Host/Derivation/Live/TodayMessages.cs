using System.Buffers;
using System.Text.Json;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Derivation.Live;

/// <summary>
/// Today's figures as live messages: <c>plants/{plant}/today</c> and <c>indicators/{indicator}/{scope}</c>. What isn't
/// known is left out, and <c>reason</c> says why.
/// </summary>
internal static class TodayMessages
{
    public static string Post(
        ILivePublisher publisher, PlantToday today, LocalDay day, TimeSpan interval, DateTimeOffset now, string host)
    {
        var figures = today.Figures;
        var json = Begin(out var buffer, today.NewestMs, now, today.StaleAfter + (2 * interval), host);
        json.WriteString("plant"u8, today.Plant.Id.Value);
        json.WriteString("day"u8, day.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Write(json, "so_far_m3", figures.SoFarM3);
        json.WriteNumber("unknown_hours"u8, figures.UnknownHours);
        Write(json, "expected_by_now_m3", figures.ExpectedByNowM3);
        Write(json, "projected_m3", figures.ProjectedM3);
        Write(json, "low_m3", figures.LowM3);
        Write(json, "high_m3", figures.HighM3);
        Write(json, "capacity_m3", today.Plant.CapacityAt(day.Date)?.InForceM3D);
        json.WriteNumber("days_compared"u8, figures.DaysCompared);
        json.WriteString("reason"u8, figures.Reason.ToString());
        var topic = $"plants/{today.Plant.Id}/today";
        publisher.Post(topic, today.NewestMs, End(json, buffer));
        return topic;
    }

    /// <summary>
    /// What the plants that serve a scope have processed so far, by their shares, and what it may come to.
    /// </summary>
    /// <param name="basis">The official definition; null where none holds.</param>
    /// <returns>Null where nothing of it is metered.</returns>
    public static string? Post(
        ILivePublisher publisher, CityRegistry registry, Indicator indicator, DistrictId? scope,
        BasisDefinition? basis, IReadOnlyList<PlantToday> plants, LocalDay day, TimeSpan interval, DateTimeOffset now,
        string host)
    {
        var sum = ScopeSum.Of(registry, indicator, scope, plants, day.Date);
        if (sum is null) return null;
        var scopeName = scope?.Value ?? RateDay.City;
        var json = Begin(out var buffer, sum.NewestMs, now, sum.StaleAfter + (2 * interval), host);
        json.WriteString("indicator"u8, indicator.Id);
        json.WriteString("scope"u8, scopeName);
        json.WriteString("day"u8, day.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Write(json, "so_far_m3", sum.SoFarM3);
        Write(json, "projected_m3", sum.ProjectedM3);
        if (basis is not null) json.WriteString("basis"u8, basis.Id);
        // A denominator that is measured is known when the day is over.
        Write(json, "denominator_m3", basis?.FigurePerDay);
        Write(json, "projected_rate", basis?.FigurePerDay > 0 ? sum.ProjectedM3 / basis.FigurePerDay : null);
        Write(json, "target", indicator.TargetAt(day.Date, scope)?.Rate);
        json.WriteString("reason"u8, sum.Reason.ToString());
        var topic = $"indicators/{indicator.Id}/{scopeName}";
        publisher.Post(topic, sum.NewestMs, End(json, buffer));
        return topic;
    }

    /// <summary>That a process which only derives is alive; one that ingests tells of itself at length.</summary>
    public static void PostSign(ILivePublisher publisher, TimeSpan interval, DateTimeOffset now, string host)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var json = Begin(out var buffer, nowMs, now, 3 * interval, host);
        json.WriteString("state"u8, "running"u8);
        publisher.Post($"host/{host}", nowMs, End(json, buffer));
    }

    private static Utf8JsonWriter Begin(
        out ArrayBufferWriter<byte> buffer, long newestMs, DateTimeOffset now, TimeSpan staleAfter, string host)
    {
        buffer = new ArrayBufferWriter<byte>(512);
        var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("ts"u8, newestMs);
        json.WriteNumber("published_at"u8, now.ToUnixTimeMilliseconds());
        json.WriteNumber("stale_after_s"u8, (long)staleAfter.TotalSeconds);
        json.WriteBoolean("live"u8, true);
        json.WriteString("host"u8, host);
        return json;
    }

    private static byte[] End(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        json.WriteEndObject();
        json.Flush();
        json.Dispose();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }
}
