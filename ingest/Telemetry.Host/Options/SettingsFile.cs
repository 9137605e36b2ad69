using System.Globalization;
using System.Text.Json;

namespace Telemetry.Host.Options;

/// <summary>A JSON file of settings, read at once, so that what is wrong with it can be told in one line.</summary>
internal static class SettingsFile
{
    /// <summary>Adds the file where it is there.</summary>
    /// <param name="only">
    /// The one section that may stand in it: a forgotten level must not silently mean the defaults.
    /// </param>
    public static void Add(ConfigurationBuilder builder, string path, List<string> problems, string? only = null)
    {
        if (!File.Exists(path)) return;
        try
        {
            var bytes = File.ReadAllBytes(path);
            var alone = new ConfigurationBuilder().AddJsonStream(new MemoryStream(bytes)).Build();
            if (only is not null) problems.AddRange(Strangers(alone, path, only));
            builder.AddJsonStream(new MemoryStream(bytes));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidDataException)
        {
            problems.Add($"{path} is not JSON settings: {Words(exception)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path} can't be read: {exception.Message}");
        }
    }

    private static IEnumerable<string> Strangers(IConfigurationRoot file, string path, string only) =>
        from child in file.GetChildren()
        where !child.Key.Equals(only, StringComparison.OrdinalIgnoreCase) && child.Key != "$schema"
        select child.Key == "Logging"
            ? $"{path}: Logging is set in the environment, such as Logging__LogLevel__Default=Debug"
            : $"{path}: '{child.Key}' is no section: everything stands under \"{only}\"";

    private static string Words(Exception exception)
    {
        if (exception is not JsonException && exception.InnerException is JsonException inner) exception = inner;
        if (exception is not JsonException { LineNumber: { } line } json) return exception.Message;
        // The reader appends the place in its own notation, counted from 0.
        var words = exception.Message.Split(" LineNumber:", 2)[0];
        return string.Create(
            CultureInfo.InvariantCulture, $"line {line + 1}, column {json.BytePositionInLine + 1}: {words}");
    }
}
