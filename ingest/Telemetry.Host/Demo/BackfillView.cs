using Spectre.Console;
using Telemetry.Simulators.City;

namespace Telemetry.Host.Demo;

/// <summary>
/// Shows how far the history is: a bar in a terminal, a line every tenth elsewhere. Only acknowledged readings count.
/// </summary>
internal sealed class BackfillView : IProgress<BackfillProgress>, IDisposable
{
    private const int Steps = 10;

    private readonly IAnsiConsole _console;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProgressTask? _plants;
    private ProgressTask? _trucks;
    private bool _begun;
    private bool _complete;
    private int _told;

    public BackfillView(IAnsiConsole console) => _console = console;

    public void Report(BackfillProgress value)
    {
        lock (_gate)
        {
            if (_console.Profile.Capabilities.Interactive) ShowBar(value);
            else TellSteps(value);
            _complete |= value.IsComplete;
            if (value.IsComplete) _ended.TrySetResult();
        }
    }

    public void Dispose() => _ended.TrySetResult();

    private void ShowBar(BackfillProgress value)
    {
        if (!_begun)
        {
            _begun = true;
            _ = DrawAsync(value);
        }
        if (_plants is not null) _plants.Value = value.PlantAcknowledged;
        if (_trucks is not null) _trucks.Value = value.TruckAcknowledged;
    }

    private async Task DrawAsync(BackfillProgress value)
    {
        var name = new TaskDescriptionColumn { Alignment = Justify.Left };
        await _console.Progress().Columns(
            name, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                lock (_gate)
                {
                    _plants = progress.AddTask("History of the plants, 35 days", maxValue: value.PlantReadings);
                    _trucks = progress.AddTask("History of the trucks, 2 days", maxValue: value.TruckReadings);
                }
                await _ended.Task;
            });
        // Where it was stopped before its end, Ctrl-C has the last word.
        if (_complete) _console.WriteLine(
            $"The history is complete: {value.Readings:N0} readings. The city goes on live.");
    }

    private void TellSteps(BackfillProgress value)
    {
        var step = (int)(value.Part * Steps);
        if (step < _told || (step == 0 && _begun)) return;
        _begun = true;
        _told = step + 1;
        _console.WriteLine($"History: {value.Part:P0} of {value.Readings:N0} readings acknowledged");
    }
}
