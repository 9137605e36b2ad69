using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Derivation.Live;

/// <summary>A plant's local day so far, of its required meters together.</summary>
/// <param name="NewestMs">Device time of the newest reading in it; the day's begin where there is none.</param>
/// <param name="StaleAfter">Silent for longer than this after it, the figures speak for the past.</param>
internal sealed record PlantToday(Plant Plant, TodaySoFar Figures, long NewestMs, TimeSpan StaleAfter);
