using System.Globalization;
using Telemetry.Simulators.City;

namespace Telemetry.Simulators.Commands;

/// <summary>Progress of history as lines: one for every twentieth part.</summary>
internal sealed class BackfillLines(TextWriter output) : IProgress<BackfillProgress>
{
    private readonly Lock _gate = new();
    private int _said = -1;

    public void Report(BackfillProgress value)
    {
        lock (_gate)
        {
            var twentieth = (int)(value.Part * 20);
            if (twentieth <= _said) return;
            _said = twentieth;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"history {value.Part,4:P0}: plants {value.PlantAcknowledged}/{value.PlantReadings}, "
                + $"trucks {value.TruckAcknowledged}/{value.TruckReadings} readings acknowledged"));
        }
    }
}
