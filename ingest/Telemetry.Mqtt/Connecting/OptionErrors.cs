using System.Globalization;
using Microsoft.Extensions.Options;

namespace Telemetry.Mqtt.Connecting;

/// <summary>Gathers the errors of one options section.</summary>
internal sealed class OptionErrors(string section)
{
    private readonly List<string> _errors = [];

    public void Require(bool condition, string property, string value, string allowed)
    {
        if (!condition) _errors.Add($"{section}:{property} is \"{value}\"; allowed: {allowed}.");
    }

    public void Range(string property, int value, int least, int most) =>
        Require(value >= least && value <= most, property, value.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));

    public void Range(string property, TimeSpan value, TimeSpan least, TimeSpan most) =>
        Require(value >= least && value <= most, property, value.ToString("c", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{least:c} to {most:c}"));

    public void File(string property, string path) =>
        Require(path.Length == 0 || System.IO.File.Exists(path), property, path, "a file that exists and can be read");

    public ValidateOptionsResult ToResult() =>
        _errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_errors);
}
