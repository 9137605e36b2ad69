using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>What every daily row says beside its figures.</summary>
/// <param name="Revision">Changes of the value since it was first given out.</param>
/// <param name="Inputs">Versions of what it was derived from.</param>
internal readonly record struct RowMark(DayState State, int Revision, string Inputs);

internal static class RowMarks
{
    /// <summary>Fields that say how a value stands, or how many readings made it, and are no part of it.</summary>
    private static readonly FieldDefinition[] Standing =
    [
        DerivedMeasurements.Inputs, DerivedMeasurements.State, DerivedMeasurements.Revision,
        DerivedMeasurements.Readings,
    ];

    public static DerivedPoint Set(this DerivedPoint point, RowMark mark) => point
        .Set(DerivedMeasurements.State, WireNames.Of(mark.State))
        .Set(DerivedMeasurements.Revision, (long)mark.Revision)
        .Set(DerivedMeasurements.Inputs, mark.Inputs);

    /// <summary>How a row differs from what is stored.</summary>
    public static RowDifference Against(this DerivedPoint point, StoredPoint? stored)
    {
        var difference = RowDifference.None;
        foreach (var field in point.DifferencesFrom(stored?.Values))
        {
            if (!Standing.Contains(field)) return RowDifference.Value;
            difference = RowDifference.Standing;
        }
        return difference;
    }
}

internal enum RowDifference
{
    None,

    /// <summary>
    /// Its state, its revision, the versions of its inputs or their count: nothing that follows from its value.
    /// </summary>
    Standing,

    Value,
}
