namespace Telemetry.Domain.Volumes;

/// <summary>
/// All that an hour's neighbours need to know of it, so that a late reading costs its hour and the nearest two rather
/// than a scan.
/// </summary>
/// <param name="FirstTotal">The hour's first valid total; null where it has none.</param>
/// <param name="LastTotal">
/// The last valid total up to the hour's end: carried over from earlier hours where this one has none (its time then
/// lies before the hour), null where there never was any.
/// </param>
/// <param name="FirstFlow">The hour's first flow, or the first reading whose letter forbids integration.</param>
/// <param name="LastFlow">The hour's last flow, or the last reading whose letter forbids integration; null where it has
/// none: what came before is too far away to be joined to anything.</param>
public sealed record HourEdges(
    TotalPoint? FirstTotal, TotalPoint? LastTotal, FlowPoint? FirstFlow, FlowPoint? LastFlow);
