using Telemetry.Domain.Registry.Parsing;

namespace Telemetry.Host.Options;

/// <summary>Finds settings that no option answers to: a mistyped name must not silently mean the default.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> Find(IConfigurationSection section, Type options)
    {
        var names = SettingTypes.Settable(options).Select(property => property.Name).ToList();
        foreach (var child in section.GetChildren())
        {
            if (SettingTypes.Find(options, child.Key) is not { } property)
            {
                yield return $"{child.Path} is no option: one of "
                    + $"{string.Join(", ", names)}{Suggestion.For(child.Key, names)}";
            }
            else if (SettingTypes.IsSection(property.PropertyType))
            {
                if (!string.IsNullOrEmpty(child.Value))
                    yield return $"{child.Path} is a section: set one of its options, such as "
                        + $"{child.Path}:{First(property.PropertyType)}";
                foreach (var problem in Find(child, property.PropertyType)) yield return problem;
            }
        }
    }

    private static string First(Type section) => SettingTypes.Settable(section).First().Name;
}
