using System.Collections.Immutable;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet;

namespace Telemetry.Dashboards.Tracks;

/// <summary>Where a vehicle went, as a map draws it.</summary>
/// <param name="Range">The instants asked for.</param>
/// <param name="ToleranceM">Nothing left out lies farther from the line, metres; 0 where nothing is left out.</param>
/// <param name="Segments">By time, each by time: between two of them nobody knows the way.</param>
/// <param name="Stored">Positions stored within the range.</param>
/// <param name="Used">Of those, the accepted ones, thinned out or not.</param>
internal sealed record Track(
    string Vehicle, TimeRange Range, double ToleranceM, ImmutableArray<ImmutableArray<Ping>> Segments, int Stored,
    int Used);
