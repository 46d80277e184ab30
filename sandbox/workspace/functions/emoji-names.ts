/**
 * Names of emoji that a reaction may have, without colons: shortnames of JoyPixels, which Rocket.Chat lists
 * (`apps/meteor/app/emoji-emojione`). No installed package holds the whole list, so this is the part people use most. It is
 * narrower than Rocket.Chat's: a name that is missing here fails here and works there, never the other way.
 */
const names = `
+1 -1 100 thumbsup thumbsdown thumbup thumbdown ok_hand clap raised_hands pray handshake wave raised_hand vulcan v metal
point_up point_up_2 point_down point_left point_right middle_finger fist punch muscle writing_hand call_me fingers_crossed
crossed_fingers love_you_gesture pinching_hand palms_up_together selfie nail_care open_hands left_facing_fist right_facing_fist
hugging hugging_face heart hearts heart_eyes heart_eyes_cat heartbeat heartpulse broken_heart two_hearts sparkling_heart
revolving_hearts cupid gift_heart heart_decoration heart_exclamation orange_heart yellow_heart green_heart blue_heart
purple_heart black_heart white_heart brown_heart love_letter kiss kissing kissing_heart kissing_closed_eyes
kissing_smiling_eyes kissing_cat couple_with_heart
grinning grin joy rofl smiley smile sweat_smile laughing satisfied wink blush yum sunglasses smiling_face relaxed
slight_smile slightly_smiling_face upside_down upside_down_face innocent smiling_face_with_3_hearts star_struck
smirk unamused sweat pensive confused confounded disappointed disappointed_relieved worried angry rage cry persevere
triumph frowning frowning2 slight_frown slightly_frowning_face anguished fearful weary sleepy tired_face grimacing sob
open_mouth hushed cold_sweat scream astonished flushed sleeping dizzy_face no_mouth mask thermometer_face head_bandage
nauseated_face face_vomiting sneezing_face hot_face cold_face woozy_face exploding_head cowboy partying_face
partying_face disguised_face nerd nerd_face face_with_monocle pleading_face face_with_raised_eyebrow zany_face
shushing_face face_with_symbols_over_mouth face_with_hand_over_mouth drooling_face lying_face rolling_eyes thinking
thinking_face neutral_face expressionless zipper_mouth money_mouth stuck_out_tongue stuck_out_tongue_winking_eye
stuck_out_tongue_closed_eyes relieved yawning_face melting_face saluting_face smiling_imp imp
skull skull_crossbones ghost alien space_invader robot poop hankey shit clown jack_o_lantern see_no_evil hear_no_evil
speak_no_evil smile_cat smiley_cat joy_cat smirk_cat scream_cat crying_cat_face pouting_cat
eyes eye ear nose tongue lips brain tooth bone bust_in_silhouette busts_in_silhouette speaking_head footprints
person_facepalming facepalm face_palm man_facepalming woman_facepalming person_shrugging shrug man_shrugging
woman_shrugging person_raising_hand raising_hand person_bowing bow person_gesturing_ok person_gesturing_no
dancer man_dancing runner walking baby boy girl man woman older_man older_woman cop guardsman detective santa mrs_claus
princess prince superhero mage fairy vampire zombie family
fire boom collision sparkles star star2 stars dizzy zap comet sunny sun_with_face cloud rainbow snowflake snowman umbrella
droplet ocean tornado earth_africa earth_americas earth_asia globe_with_meridians crescent_moon full_moon new_moon
tada confetti_ball balloon birthday gift christmas_tree fireworks sparkler ribbon trophy medal first_place second_place
third_place sports_medal rosette ticket crown gem ring
rocket airplane helicopter car taxi bus train train2 bike bicycle motorcycle ship sailboat anchor construction
vertical_traffic_light traffic_light rotating_light ambulance fire_engine police_car house house_with_garden office hospital
bank school tent world_map map compass
dog cat mouse hamster rabbit fox fox_face bear panda_face koala tiger lion lion_face cow pig frog monkey monkey_face
chicken penguin bird baby_chick eagle duck owl bat wolf horse unicorn bee bug butterfly snail beetle ant spider
turtle snake octopus squid shrimp crab fish tropical_fish dolphin whale shark crocodile elephant dragon dragon_face
dinosaur sauropod t_rex sloth otter
bouquet cherry_blossom rose wilted_rose sunflower blossom tulip hibiscus seedling evergreen_tree deciduous_tree palm_tree
cactus herb shamrock four_leaf_clover maple_leaf fallen_leaf leaves mushroom
apple green_apple pear tangerine lemon banana watermelon grapes strawberry melon cherries peach pineapple coconut kiwi
avocado tomato eggplant potato carrot corn hot_pepper broccoli bread croissant cheese egg cooking bacon pancakes
hamburger fries pizza hotdog taco burrito sandwich salad spaghetti ramen sushi bento rice curry icecream ice_cream
doughnut cookie cake pie chocolate_bar candy lollipop popcorn coffee tea beer beers wine_glass cocktail tropical_drink
champagne champagne_glass milk fork_and_knife
soccer basketball football baseball tennis volleyball golf dart bowling game_die chess_pawn video_game joystick guitar
violin drum trumpet saxophone microphone headphones musical_note notes art clapper performing_arts
watch iphone phone telephone computer keyboard desktop printer mouse_three_button cd dvd camera camera_with_flash
video_camera tv radio bulb flashlight battery electric_plug satellite hourglass hourglass_flowing_sand alarm_clock
stopwatch timer clock1 clock3 clock9 calendar date calendar_spiral spiral_calendar_pad pushpin paperclip link scissors
memo pencil pencil2 pen_ballpoint books book open_book bookmark newspaper scroll page_facing_up clipboard
file_folder open_file_folder card_index chart chart_with_upwards_trend chart_with_downwards_trend bar_chart
envelope email e-mail incoming_envelope mailbox inbox_tray outbox_tray package label loudspeaker mega bell no_bell
speech_balloon thought_balloon speech_left lock unlock closed_lock_with_key key hammer wrench hammer_pick gear tools
nut_and_bolt magnet test_tube microscope telescope syringe pill shield bomb knife axe money_with_wings moneybag dollar
euro yen pound credit_card
white_check_mark check_mark heavy_check_mark ballot_box_with_check x negative_squared_cross_mark heavy_multiplication_x
heavy_plus_sign heavy_minus_sign heavy_division_sign question grey_question exclamation heavy_exclamation_mark
grey_exclamation bangbang interrobang warning no_entry no_entry_sign octagonal_sign stop_sign sos recycle
infinity copyright registered tm radioactive biohazard peace yin_yang
zero one two three four five six seven eight nine ten keycap_ten 1234 hash asterisk abc abcd
arrow_up arrow_down arrow_left arrow_right arrow_upper_right arrow_lower_right arrow_lower_left arrow_upper_left
arrows_clockwise arrows_counterclockwise repeat fast_forward rewind play_pause pause_button stop_button record_button
ok cool new free up back end on soon top information_source id vs cl ng
red_circle orange_circle yellow_circle green_circle blue_circle purple_circle white_circle black_circle red_square
large_blue_diamond small_red_triangle checkered_flag triangular_flag_on_post rainbow_flag flag_white flag_black
flag_us flag_gb flag_de flag_fr flag_es flag_it flag_br flag_in flag_cn flag_jp flag_eu
`;

const known = new Set(names.split(/\s+/).filter(Boolean));

/** How every emoji name is written; skin tones are `_tone1` to `_tone5` at the end. */
const form = /^[a-z0-9_+-]+$/i;

/** @param name - without colons, such as `thumbsup` */
export function isEmojiName(name: string): boolean {
	return form.test(name) && known.has(name.replace(/_tone[1-5]$/, ''));
}
