using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Host.Registry;

namespace Telemetry.Host.Doctor.Checks;

internal sealed class RegistryCheck(RegistryOptions options, TimeProvider time) : IDoctorCheck
{
    public string Subject => "registry";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. Examine(figures)]);

    private List<Finding> Examine(Figures figures)
    {
        using var watch = new RegistryWatch(options, time, NullLogger<RegistryWatch>.Instance);
        try
        {
            var city = watch.Current;
            var meters = city.Plants.Values.Sum(plant => plant.Meters.Count);
            figures.Senders = meters + city.Vehicles.Count;
            return
            [
                Finding.Ok(
                    $"{watch.State.Path}, version {city.Version}: {city.Plants.Count} plants with {meters} meters, "
                    + $"{city.Vehicles.Count} vehicles, {city.Facilities.Count} facilities, {city.Devices.Count} "
                    + $"devices, {city.Indicators.Length} indicators"),
            ];
        }
        catch (RegistryRefusedException refused)
        {
            return
            [
                .. refused.Errors.Select(error => Finding.Failure(
                    $"{refused.Path}: {error}",
                    "the host does not start with it, and a running one keeps the last good one",
                    $"mend the file, or name another in {RegistryOptions.Section}:Path")),
            ];
        }
    }
}
